//! The malware scanner: clamd over TCP or a socket.

use std::time::Duration;

use anyhow::anyhow;
use async_trait::async_trait;
use cairn_worker::scanner::{ScanError, Scanner, Verdict};
use clamav_client::tokio::{Socket, Tcp, ping, scan_buffer};

const PING_TIMEOUT: Duration = Duration::from_secs(5);
const SCAN_TIMEOUT: Duration = Duration::from_secs(120);
const CHUNK: usize = 64 * 1024;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClamdAddress {
    Tcp(String),
    Socket(String),
}

impl ClamdAddress {
    /// `127.0.0.1:3310`, or `unix:/run/clamav/clamd.ctl`.
    #[must_use]
    pub fn parse(address: &str) -> Self {
        match address.strip_prefix("unix:") {
            Some(path) => Self::Socket(path.to_owned()),
            None => Self::Tcp(address.to_owned()),
        }
    }
}

/// A client of clamd; every scan is a connection of its own.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: ClamdAddress,
    largest: usize,
}

impl Clamd {
    /// `largest` in bytes, not above clamd's `StreamMaxLength`: clamd hangs up on more, which looks like a network fault.
    #[must_use]
    pub fn new(address: ClamdAddress, largest: usize) -> Self {
        Self { address, largest }
    }
}

#[async_trait]
impl Scanner for Clamd {
    async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScanError> {
        if bytes.len() > self.largest {
            return Err(ScanError(anyhow!("larger than the scanner takes ({} bytes)", self.largest).into()));
        }
        let scan = async {
            match &self.address {
                ClamdAddress::Tcp(address) => scan_buffer(bytes, Tcp { host_address: address.as_str() }, Some(CHUNK)).await,
                ClamdAddress::Socket(path) => scan_buffer(bytes, Socket { socket_path: path }, Some(CHUNK)).await,
            }
        };
        let answer = tokio::time::timeout(SCAN_TIMEOUT, scan).await.map_err(|late| ScanError(late.into()))?;
        verdict(&answer.map_err(|error| ScanError(error.into()))?)
    }

    async fn check(&self) -> Result<(), ScanError> {
        let call = async {
            match &self.address {
                ClamdAddress::Tcp(address) => ping(Tcp { host_address: address.as_str() }).await,
                ClamdAddress::Socket(path) => ping(Socket { socket_path: path }).await,
            }
        };
        let answer = tokio::time::timeout(PING_TIMEOUT, call).await.map_err(|late| ScanError(late.into()))?;
        let answer = answer.map_err(|error| ScanError(error.into()))?;
        if answer == clamav_client::PONG {
            Ok(())
        } else {
            Err(ScanError(anyhow!("something else than clamd answers there").into()))
        }
    }
}

/// `stream: OK`, `stream: Name FOUND`, or an error such as `INSTREAM size limit exceeded. ERROR`; only the first is clean.
fn verdict(answer: &[u8]) -> Result<Verdict, ScanError> {
    let answer = String::from_utf8_lossy(answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    if answer == "stream: OK" {
        Ok(Verdict::Clean)
    } else if answer.starts_with("stream: ") && answer.ends_with(" FOUND") {
        Ok(Verdict::Malware)
    } else {
        Err(ScanError(anyhow!("clamd answered neither clean nor found").into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{ClamdAddress, verdict};
    use cairn_worker::scanner::Verdict;

    #[test]
    fn only_a_plain_ok_is_clean() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(verdict(b"stream: Eicar.NDB.UNOFFICIAL FOUND\0").unwrap(), Verdict::Malware);
        assert_eq!(verdict(b"stream: Trojan.OK FOUND\0").unwrap(), Verdict::Malware);
        verdict(b"INSTREAM size limit exceeded. ERROR\0").unwrap_err();
        verdict(b"").unwrap_err();
        verdict(b"stream: OK or not\0").unwrap_err();
    }

    #[test]
    fn addresses() {
        assert_eq!(ClamdAddress::parse("127.0.0.1:3310"), ClamdAddress::Tcp("127.0.0.1:3310".into()));
        assert_eq!(ClamdAddress::parse("unix:/run/clamd.ctl"), ClamdAddress::Socket("/run/clamd.ctl".into()));
    }
}
