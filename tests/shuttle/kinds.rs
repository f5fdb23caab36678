//! Readers of the latest value that come, sleep and go; clients that call one server.

use crate::check;
use shuttle::future::block_on;
use shuttle::thread;
use strait::{call, watch};

/// Every reader, thread or task, hears of the last value; each counts exactly what it has passed over.
#[test]
fn three_readers_of_the_latest_value() {
    const LAST: usize = 6;
    check(|| {
        let (mut tx, rx) = watch::channel::<_, 3>(0);
        drop(rx);
        let readers = [false, true, false].map(|is_task| {
            let mut rx = tx.subscribe().unwrap();
            thread::spawn(move || {
                let (mut last, mut seen) = (0, 0);
                loop {
                    let found = if is_task { block_on(rx.changed_async()) } else { rx.changed() };
                    let Ok(value) = found.map(|value| *value) else { break };
                    assert!(value > last);
                    (last, seen) = (value, seen + 1);
                }
                assert_eq!((last, seen + rx.skipped()), (LAST, LAST));
            })
        });
        (1..=LAST).for_each(|value| assert!(tx.send(value).is_ok()));
        drop(tx);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
}

/// Each answer goes to whoever asked, through a channel with room for one request.
#[test]
fn three_clients_of_one_server() {
    check(|| {
        let (client, mut server) = call::channel::<usize, usize, 1>();
        let clients = [false, true, false].map(|is_task| {
            let mut client = client.clone();
            thread::spawn(move || {
                for n in 0..3 {
                    let answer = if is_task { block_on(client.call_async(n)) } else { client.call(n) };
                    assert_eq!(answer.ok(), (n != 1).then_some(n + 10));
                }
            })
        });
        drop(client);
        server.iter().filter(|request| request.query != 1).for_each(|request| {
            request.reply.send(request.query + 10).unwrap();
        });
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
}
