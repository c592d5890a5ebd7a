//! The gate in front of the exporter of traces.

use std::{borrow::Cow, time::Duration};

use opentelemetry::{KeyValue, Value, trace::Status};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SpanData, SpanEvents, SpanExporter, SpanLinks},
};

use super::allow;

/// Lets through what the table allows: names that are words, attributes of the right kind; no events, no texts.
#[derive(Debug)]
pub(super) struct Allowed<E>(pub(super) E);

impl<E: SpanExporter> SpanExporter for Allowed<E> {
    fn export(&self, batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        self.0.export(batch.into_iter().map(strip).collect())
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn strip(mut span: SpanData) -> SpanData {
    if !allow::is_word(&span.name) {
        span.name = Cow::Borrowed("unnamed");
    }
    span.attributes.retain(may_leave);
    // Events carry log lines and error texts.
    span.events = SpanEvents::default();
    span.links = SpanLinks::default();
    if matches!(span.status, Status::Error { .. }) {
        span.status = Status::error("");
    }
    span
}

fn may_leave(attribute: &KeyValue) -> bool {
    let name = attribute.key.as_str();
    match &attribute.value {
        Value::Bool(_) => allow::flag(name),
        Value::I64(_) | Value::F64(_) => allow::number(name),
        Value::String(text) => allow::text(name, text.as_str()),
        _ => false,
    }
}
