//! Two calls of one client at a time, and two answers to one request.

use strait::call;

fn main() {
    let (mut client, server) = call::channel::<u8, u8, 4>();
    let first = client.call_async(1);
    let second = client.call_async(2); //~ E0499
    drop((first, second));
    let request = server.recv().unwrap();
    let _ = request.reply.send(1);
    let _ = request.reply.send(2); //~ E0382
}
