//! Two calls at a time by two clients, and one answer to each request.

use strait::call;

fn main() {
    let (mut client, server) = call::channel::<u8, u8, 4>();
    let mut second = client.clone();
    drop((client.call_async(1), second.call_async(2)));
    while let Ok(request) = server.try_recv() {
        let _ = request.reply.send(1);
    }
}
