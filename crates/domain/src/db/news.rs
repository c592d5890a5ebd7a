//! What other processes (and this one) announced, for open screens.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;

use super::tx::News;

/// Hears every announcement and passes it on, until the last receiver and this task are dropped. Loses what is said
/// while the database is away: screens look again when they reconnect.
pub async fn hear(pool: PgPool, sender: broadcast::Sender<News>) {
    loop {
        if let Err(error) = listen(&pool, &sender).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "announcements stopped; listening again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen(pool: &PgPool, sender: &broadcast::Sender<News>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen("cairn_news").await?;
    loop {
        let notification = listener.recv().await?;
        if let Ok(news) = serde_json::from_str::<News>(notification.payload()) {
            // Nobody listening is fine.
            let _ = sender.send(news);
        }
    }
}
