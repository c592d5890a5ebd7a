//! A few kept connections.
//!
//! lettre has a pool of its own, but when a send is given up half-way (a timeout) it keeps that connection for the next
//! mail, which then takes the late answers to the first for its own. Here such a connection is closed.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, TlsParameters},
        extension::ClientId,
    },
};

use super::TlsMode;

/// Servers hang up on idlers after some minutes; asking costs less than finding out in the middle of a mail.
const LONGEST_IDLE: Duration = Duration::from_secs(30);

pub(super) struct Connections {
    pub host: String,
    pub port: u16,
    pub tls: Option<(TlsMode, TlsParameters)>,
    pub login: Option<Credentials>,
    pub hello: ClientId,
    pub timeout: Duration,
    pub kept: usize,
    pub idle: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Connections {
    /// Sends over a kept connection or a new one. Dropping the future closes the connection.
    pub(super) async fn send(&self, message: &Message) -> Result<(), Error> {
        let mut connection = self.take().await?;
        connection.send(message.envelope(), &message.formatted()).await?;
        self.keep(connection);
        Ok(())
    }

    /// Connects, and says hello and goodbye.
    pub(super) async fn check(&self) -> Result<(), Error> {
        self.connect().await?.quit().await.map(|_| ())
    }

    async fn take(&self) -> Result<AsyncSmtpConnection, Error> {
        loop {
            let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((mut connection, since)) = kept else { return self.connect().await };
            if since.elapsed() < LONGEST_IDLE && connection.test_connected().await {
                return Ok(connection);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if !connection.has_broken() && idle.len() < self.kept {
            idle.push((connection, Instant::now()));
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let implicit = self.tls.as_ref().filter(|(mode, _)| *mode == TlsMode::Implicit).map(|(_, parameters)| parameters.clone());
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &self.hello, implicit, None).await?;
        if let Some((TlsMode::StartTls, parameters)) = &self.tls {
            connection.starttls(parameters.clone(), &self.hello).await?;
        }
        if let Some(login) = &self.login {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], login).await?;
        }
        Ok(connection)
    }
}
