//! Lines from the network: datagrams, or one TCP connection after another.

use std::io::{self, BufReader};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use crate::console::Console;
use crate::error::SetupError;
use crate::feed::{Feed, read_line, split_line};
use crate::stop::Stop;

/// Larger than any datagram, so that none is cut.
const DATAGRAM: usize = 64 * 1024;
/// The line that ends a UDP feed, since a datagram socket has no end of its own.
const END: &[u8] = b"#END";

/// How long a stop request may take to reach our own listener.
const WAKE: Duration = Duration::from_secs(1);

/// One or more lines in each datagram; a line never spans two.
pub(crate) struct UdpFeed {
    socket: UdpSocket,
    datagram: Box<[u8]>,
    /// The part of `datagram` that is still to be read.
    pending: std::ops::Range<usize>,
    stop: Stop,
}

impl UdpFeed {
    /// Binds the socket and prints its address. A stop request sends it an empty datagram, which ends the wait for the
    /// next one.
    pub(crate) fn bind(address: SocketAddr, stop: Stop, console: &Console) -> Result<Self, SetupError> {
        let failed = |error| SetupError::Listen { protocol: "udp", address, error };
        let socket = UdpSocket::bind(address).map_err(failed)?;
        let bound = socket.local_addr().map_err(failed)?;
        let waker = socket.try_clone().map_err(failed)?;
        // A failed send is harmless: a full socket wakes the reader as well.
        stop.on_request(move || drop(waker.send_to(&[], reachable(bound))));
        console.say(format_args!("listening on udp {bound}; a line #END or Ctrl-C ends the feed"));
        Ok(Self { socket, datagram: vec![0; DATAGRAM].into(), pending: 0..0, stop })
    }

    /// Waits for a datagram; `false` when the feed shall stop.
    fn receive(&mut self) -> io::Result<bool> {
        if self.stop.requested() {
            return Ok(false);
        }
        match self.socket.recv(&mut self.datagram) {
            Ok(length) => self.pending = 0..length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(true)
    }
}

impl Feed for UdpFeed {
    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        while self.pending.is_empty() {
            if !self.receive()? {
                return Ok(None);
            }
        }
        let mut rest = &self.datagram[self.pending.clone()];
        let line = split_line(&mut rest);
        self.pending.start = self.pending.end - rest.len();
        Ok(line.filter(|line| line.trim_ascii() != END))
    }
}

/// Where a socket bound to `address` can be reached from this machine.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Lines of one client after another; with `once`, of the first only.
pub(crate) struct TcpFeed {
    listener: TcpListener,
    bound: SocketAddr,
    client: Option<Client>,
    line: Vec<u8>,
    once: bool,
    stop: Stop,
    console: Console,
}

struct Client {
    input: BufReader<TcpStream>,
    peer: SocketAddr,
}

impl TcpFeed {
    /// Listens and prints the address.
    pub(crate) fn listen(address: SocketAddr, once: bool, stop: Stop, console: Console) -> Result<Self, SetupError> {
        let failed = |error| SetupError::Listen { protocol: "tcp", address, error };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        console.say(format_args!("listening on tcp {bound}; Ctrl-C ends the feed"));
        Ok(Self { listener, bound, client: None, line: Vec::new(), once, stop, console })
    }

    /// Waits for a client; `None` when the feed shall stop. A stop request connects to ourselves to end the wait.
    fn accept(&self) -> io::Result<Option<Client>> {
        let address = reachable(self.bound);
        self.stop.on_request(move || drop(TcpStream::connect_timeout(&address, WAKE)));
        while !self.stop.requested() {
            match self.listener.accept() {
                Ok((stream, peer)) => return self.adopt(stream, peer).map(Some),
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Makes a stop request end this client's stream from now on.
    fn adopt(&self, stream: TcpStream, peer: SocketAddr) -> io::Result<Client> {
        let twin = stream.try_clone()?;
        self.stop.on_request(move || drop(twin.shutdown(Shutdown::Both)));
        Ok(Client { input: BufReader::new(stream), peer })
    }

    /// Reads one line from the client; `false` when it is gone. A broken connection ends the client, not the service.
    fn read_client(&mut self) -> bool {
        let Some(client) = &mut self.client else { return false };
        read_line(&mut client.input, &mut self.line).unwrap_or_else(|error| {
            let (peer, lost) = (client.peer, self.line.len());
            self.console
                .say(format_args!("connection of {peer} lost ({error}), {lost} bytes of its last line dropped"));
            false
        })
    }
}

impl Feed for TcpFeed {
    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        while !self.stop.requested() {
            if self.read_client() {
                // Checked again, since a request may have cut this line short.
                return Ok((!self.stop.requested()).then_some(&self.line));
            }
            if self.client.take().is_some() && self.once {
                break;
            }
            self.client = self.accept()?;
        }
        Ok(None)
    }
}
