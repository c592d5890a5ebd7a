//! As much of SMTP (RFC 5321) as a well-behaved sender needs.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_util::sync::CancellationToken;

use super::{Fault, Faults, Inbox};

/// Bytes of one mail.
const LARGEST: usize = 25 * 1024 * 1024;
/// Bytes of one command line; the standard asks for 512.
const LONGEST_LINE: u64 = 4096;
const IDLE: Duration = Duration::from_secs(300);

pub(super) async fn run(listener: TcpListener, inbox: Arc<Inbox>, faults: Arc<Faults>, stop: CancellationToken) {
    loop {
        let socket = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => socket,
                Err(_) => { tokio::time::sleep(Duration::from_millis(100)).await; continue }
            },
        };
        if faults.is_down() {
            continue;
        }
        let (inbox, faults, stop) = (Arc::clone(&inbox), Arc::clone(&faults), stop.clone());
        tokio::spawn(async move {
            let (read, write) = socket.into_split();
            let talk = Talk { read: BufReader::new(read), write, inbox, faults, mail: Draft::default() };
            tokio::select! {
                () = stop.cancelled() => {}
                // A sender that hangs up in the middle has its own view of that.
                _ = talk.run() => {}
            }
        });
    }
}

#[derive(Default)]
struct Draft {
    from: Option<String>,
    to: Vec<String>,
    drop_after: bool,
}

struct Talk<R, W> {
    read: BufReader<R>,
    write: W,
    inbox: Arc<Inbox>,
    faults: Arc<Faults>,
    mail: Draft,
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> Talk<R, W> {
    async fn run(mut self) -> Result<()> {
        self.say("220 localhost mail catcher").await?;
        while let Some(line) = self.line().await? {
            if self.faults.is_down() {
                return Ok(());
            }
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.say(&format!("250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 SIZE {LARGEST}"))
                        .await?;
                }
                "HELO" => self.say("250 localhost").await?,
                "MAIL" => self.sender(&line).await?,
                "RCPT" => self.recipient(&line).await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "RSET" => {
                    self.mail = Draft::default();
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 still here").await?,
                "QUIT" => return self.say("221 2.0.0 bye").await,
                _ => self.say("502 5.5.1 not known here").await?,
            }
        }
        Ok(())
    }

    async fn sender(&mut self, line: &str) -> Result<()> {
        let Some(from) = address(line) else { return self.say("501 5.1.7 no sender in this").await };
        self.mail = Draft { from: Some(from), ..Draft::default() };
        self.say("250 2.1.0 ok").await
    }

    async fn recipient(&mut self, line: &str) -> Result<()> {
        if self.mail.from.is_none() {
            return self.say("503 5.5.1 MAIL comes first").await;
        }
        let Some(to) = address(line).filter(|to| !to.is_empty()) else { return self.say("501 5.1.3 no recipient in this").await };
        match self.faults.take(&to) {
            None => {}
            Some(Fault::Reply(code, text)) => return self.say(&format!("{code} {text}")).await,
            Some(Fault::Silence(duration)) => tokio::time::sleep(duration).await,
            Some(Fault::KeepAndDrop) => self.mail.drop_after = true,
        }
        self.mail.to.push(to);
        self.say("250 2.1.5 ok").await
    }

    /// False when the connection is to be dropped.
    async fn data(&mut self) -> Result<bool> {
        if self.mail.to.is_empty() {
            self.say("503 5.5.1 no valid recipients").await?;
            return Ok(true);
        }
        self.say("354 end with a dot on a line of its own").await?;
        let Some(raw) = self.body().await? else {
            self.say("552 5.3.4 too large").await?;
            self.mail = Draft::default();
            return Ok(true);
        };
        let draft = std::mem::take(&mut self.mail);
        self.inbox.put(draft.from.unwrap_or_default(), draft.to, raw)?;
        if draft.drop_after {
            return Ok(false);
        }
        self.say("250 2.0.0 caught").await?;
        Ok(true)
    }

    /// The mail with its dots unstuffed; `None` when it is too large, read to its end all the same.
    async fn body(&mut self) -> Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        let mut line = Vec::new();
        let mut fits = true;
        loop {
            line.clear();
            let got = tokio::time::timeout(IDLE, (&mut self.read).take(LARGEST as u64).read_until(b'\n', &mut line)).await??;
            if got == 0 {
                anyhow::bail!("the sender hung up within a mail");
            }
            if line == b".\r\n" || line == b".\n" {
                return Ok(fits.then_some(raw));
            }
            fits = fits && raw.len() + line.len() <= LARGEST;
            if fits {
                raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            }
        }
    }

    async fn line(&mut self) -> Result<Option<String>> {
        let mut line = Vec::new();
        let got = tokio::time::timeout(IDLE, (&mut self.read).take(LONGEST_LINE).read_until(b'\n', &mut line)).await??;
        Ok((got > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    async fn say(&mut self, what: &str) -> Result<()> {
        self.write.write_all(format!("{what}\r\n").as_bytes()).await?;
        self.write.flush().await?;
        Ok(())
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.to_owned())
}
