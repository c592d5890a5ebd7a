//! Photos: what others get tells nothing beside the picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use support::App;

use super::{download, keys, list, send, state};

/// A real picture of 8 × 8 pixels.
const JPEG: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment").to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

#[tokio::test]
async fn a_photo_loses_where_it_was_taken() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let plain = STANDARD.decode(JPEG).expect("base64");
    let place = b"N43.6591 W70.2568";
    let said = [segment(0xe1, &[b"Exif\0\0", place.as_slice()].concat()), segment(0xfe, place)].concat();
    let photo = [&plain[..2], &said, &plain[2..]].concat();
    let id = send(&app, &ana, &ana, "photo.jpg", "image/jpeg", &photo).await;
    let untouched = send(&app, &ana, &ana, "plain.jpg", "image/jpeg", &plain).await;
    app.run_jobs().await;
    for one in [&id, &untouched] {
        assert_eq!(state(&app, &ana, &ana, one).await.0, "READY");
        let link = download(&app, &dana, one).await["download"].clone();
        let got = reqwest::get(link["url"].as_str().expect("a link")).await.expect("object storage answers");
        assert_eq!(got.headers()["content-type"], "image/jpeg");
        assert_eq!(got.bytes().await.expect("bytes"), plain);
    }
    let seen = list(&app, &dana, &ana).await;
    assert!(seen.iter().all(|document| document["size"] == json!(plain.len())), "the size is that of what one gets: {seen:?}");
    let mut db = app.superuser().await;
    let (quarantine, _) = keys(&mut db, &id).await;
    assert!(app.store.stat(&quarantine).await.is_err(), "the original is gone");

    // Cut off, or with more pixels than anybody's memory wants.
    let mut huge = plain.clone();
    let frame = huge.windows(2).position(|two| two == [0xff, 0xc0]).expect("a frame");
    huge[frame + 5..frame + 9].fill(0xff);
    for (bytes, why) in [(&plain[..plain.len() - 2], "UNREADABLE"), (huge.as_slice(), "DIMENSIONS")] {
        let id = send(&app, &ana, &ana, "photo.jpg", "image/jpeg", bytes).await;
        app.run_jobs().await;
        assert_eq!(state(&app, &ana, &ana, &id).await, ("REJECTED".to_owned(), Some(why.to_owned())));
    }
}
