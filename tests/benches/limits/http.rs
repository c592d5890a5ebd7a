//! As little of an HTTP client as the load needs, so that it takes little of the machine from what is measured.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Any token will do: that both places have it is what a page of another site cannot bring about.
const FORM: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// One connection, kept alive.
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    port: u16,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What one request to `/graphql` says.
pub struct Ask {
    /// A whole header line without its end: a cookie or a token.
    pub credential: String,
    pub body: String,
    /// The address it pretends to come from, see [`crate::server`].
    pub network: [u8; 2],
}

impl Client {
    pub async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(32 << 10), port })
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n\r\n", self.port);
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    pub async fn graphql(&mut self, ask: &Ask) -> Result<Answer> {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncontent-type: application/json\r\n\
             x-graphql-require-preflight: 1\r\nx-forwarded-for: 10.{}.{}.1\r\n{}\r\ncontent-length: {}\r\n\r\n{}",
            self.port,
            ask.network[0],
            ask.network[1],
            ask.credential,
            ask.body.len(),
            ask.body
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// A form of our own pages, as a browser sends it: with the token of the page in the form and in a cookie.
    pub async fn form(&mut self, path: &str, body: &str, network: [u8; 2]) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
             cookie: __Host-cairn-form={FORM}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             x-forwarded-for: 10.{}.{}.1\r\ncontent-length: {}\r\n\r\nform={FORM}&{body}",
            network[0],
            network[1],
            body.len() + "form=&".len() + FORM.len(),
            port = self.port,
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> Result<Answer> {
        self.received.clear();
        let head_end = loop {
            if let Some(at) = self.received.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.receive().await?;
        };
        let head = std::str::from_utf8(&self.received[..head_end]).context("a head that is no text")?;
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("a head without a status")?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let end = head_end + length.context("an answer without a length")?;
        while self.received.len() < end {
            self.receive().await?;
        }
        Ok(Answer { status, body: self.received[head_end..end].to_vec() })
    }

    async fn receive(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}
