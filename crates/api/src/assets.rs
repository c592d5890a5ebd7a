//! The frontend's build: hashed files for the browser, and the tags that load them.
//!
//! Debug builds read `frontend/dist` from disk, release builds carry it. Without a build everything still compiles
//! and the pages that need no script still work; they are only plain.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use ring::digest::{SHA384, digest};
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// The build is there but cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    #[error("the frontend's manifest does not parse; build the frontend again")]
    Manifest(#[from] serde_json::Error),
}

/// One file of Vite's manifest (https://vite.dev/guide/backend-integration).
#[derive(Debug, Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    assets: Vec<String>,
}

/// A file to load, and the hash that it must have.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Tag {
    pub href: String,
    pub integrity: String,
}

/// What a page of one audience loads.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tags {
    pub script: Option<Tag>,
    pub preloads: Vec<Tag>,
    pub styles: Vec<Tag>,
    /// The letters of the first paint.
    pub fonts: Vec<String>,
}

/// The entries of the build.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    pub portal: Tags,
    pub staff: Tags,
    pub operator: Tags,
    pub explorer: Tags,
    pub pages: Tags,
}

impl Assets {
    pub fn load() -> Result<Self, AssetError> {
        let apps = manifest(".vite/manifest.json")?;
        Ok(Self {
            portal: tags(&apps, "src/portal/main.tsx"),
            staff: tags(&apps, "src/staff/main.tsx"),
            operator: tags(&apps, "src/ops/main.tsx"),
            // Built apart, so that what it loads does not change how the apps are cut.
            explorer: tags(&manifest(".vite/explorer.json")?, "src/explorer/main.tsx"),
            pages: tags(&apps, "src/pages.css"),
        })
    }

    /// The list of trusted documents that the build wrote.
    pub fn documents(&self, name: &str) -> Option<String> {
        Dist::get(name).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
    }
}

/// Empty without a build.
fn manifest(name: &str) -> Result<BTreeMap<String, Chunk>, AssetError> {
    let Some(file) = Dist::get(name) else { return Ok(BTreeMap::new()) };
    Ok(serde_json::from_slice(&file.data)?)
}

fn tag(file: &str) -> Option<Tag> {
    let data = Dist::get(file)?.data;
    let integrity = format!("sha384-{}", STANDARD.encode(digest(&SHA384, &data)));
    Some(Tag { href: format!("/{file}"), integrity })
}

/// The entry, everything it imports at once, and their styles.
fn tags(manifest: &BTreeMap<String, Chunk>, entry: &str) -> Tags {
    let Some(chunk) = manifest.get(entry) else { return Tags::default() };
    let mut styles = BTreeSet::new();
    let mut fonts = BTreeSet::new();
    let mut preloads = Vec::new();
    let mut seen = BTreeSet::from([entry]);
    let mut waiting: Vec<&str> = chunk.imports.iter().map(String::as_str).collect();
    collect(chunk, &mut styles, &mut fonts);
    while let Some(key) = waiting.pop() {
        let Some(import) = manifest.get(key).filter(|_| seen.insert(key)) else { continue };
        collect(import, &mut styles, &mut fonts);
        waiting.extend(import.imports.iter().map(String::as_str));
        preloads.extend(tag(&import.file));
    }
    // A stylesheet as entry is its own file.
    let is_style = chunk.file.ends_with(".css");
    if is_style {
        styles.insert(chunk.file.clone());
    }
    Tags {
        script: (!is_style).then(|| tag(&chunk.file)).flatten(),
        preloads,
        styles: styles.iter().filter_map(|file| tag(file)).collect(),
        fonts: fonts.into_iter().collect(),
    }
}

fn collect(chunk: &Chunk, styles: &mut BTreeSet<String>, fonts: &mut BTreeSet<String>) {
    styles.extend(chunk.css.iter().cloned());
    let latin = |file: &&String| file.ends_with(".woff2") && file.contains("-latin-wght-normal");
    fonts.extend(chunk.assets.iter().filter(latin).map(|file| format!("/{file}")));
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Whether the browser takes this coding (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |part| {
            let mut pieces = part.split(';').map(str::trim);
            let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let refused = pieces.any(|piece| piece.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0));
            named && !refused
        },
    )
}

/// The smallest form of the file that the browser takes.
fn negotiated(path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    for (coding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, coding)
            && let Some(file) = Dist::get(&format!("{path}.{suffix}"))
        {
            return Some((file.data, Some(coding)));
        }
    }
    Dist::get(path).map(|file| (file.data, None))
}

/// `GET /assets/{file}`. Names carry a hash of the content, so browsers keep them for good.
pub(crate) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    // Only the folder itself: no dots that climb, no files the build did not put there.
    let plain = !file.contains("..") && !file.contains('\\') && !file.starts_with('/');
    let Some((data, coding)) = plain.then(|| negotiated(&format!("assets/{file}"), &headers)).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = match data {
        Cow::Borrowed(bytes) => bytes.into_response(),
        Cow::Owned(bytes) => bytes.into_response(),
    };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&file)));
    out.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_taken_as_the_browser_says() {
        let ask = |value: &'static str, coding| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts(&headers, coding)
        };
        assert!(ask("gzip, deflate, br", "br"));
        assert!(ask("gzip;q=0.5", "gzip"));
        assert!(!ask("br;q=0, gzip", "br"));
        assert!(!ask("identity", "gzip"));
    }
}
