//! What errors may say to the outside: a code from the list, the request's id, nothing of the inside.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};

use super::edge::Facts;

/// More of them help nobody and cost bandwidth.
pub(super) const MOST_ERRORS: usize = 5;

const CODES: &[&str] = &[
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "NOT_FOUND",
    "INVALID_INPUT",
    "STEP_UP_REQUIRED",
    "RATE_LIMITED",
    "UNAVAILABLE",
    "INTERNAL",
    "DOCUMENT_NOT_FOUND",
    "DOCUMENT_TOO_LARGE",
    "DOCUMENT_TOO_COMPLEX",
    "PARSE_ERROR",
    "INVALID_DOCUMENT",
    "SUBSCRIPTIONS_ONLY",
    "TOO_MANY_OPERATIONS",
    "RESPONSE_TOO_LARGE",
];

pub(super) fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(name) => Some(name.as_str()),
        _ => None,
    }
}

/// The seconds that a refusal for haste names.
pub(super) fn retry_after(error: &ServerError) -> Option<u32> {
    match error.extensions.as_ref()?.get("retryAfterSeconds")? {
        Value::Number(seconds) => seconds.as_u64().and_then(|seconds| u32::try_from(seconds).ok()),
        _ => None,
    }
}

/// Rewrites an error that nobody meant for the outside; logs it, once, by its kind only.
fn masked(mut error: ServerError, facts: &Facts) -> ServerError {
    let known = code(&error).and_then(|code| CODES.iter().find(|known| **known == code)).copied();
    // The library's words for an argument that does not fit repeat the argument.
    let (code, message) = match known {
        Some(code) => (code, None),
        None if ["Failed to parse \"", "Expected input type \""].iter().any(|words| error.message.starts_with(words)) => {
            ("INVALID_INPUT", Some("an argument has the wrong form"))
        }
        None => {
            tracing::error!(request_id = %facts.request_id, "an error without a code reached the edge");
            ("INTERNAL", Some("something went wrong on our side"))
        }
    };
    if let Some(message) = message {
        message.clone_into(&mut error.message);
    }
    let wait = retry_after(&error);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    extensions.set("requestId", &*facts.request_id);
    if let Some(seconds) = wait {
        extensions.set("retryAfterSeconds", seconds);
    }
    error.extensions = Some(extensions);
    error.source = None;
    error
}

/// The response as it may leave.
pub(super) fn response(mut response: Response, facts: &Facts) -> Response {
    response.errors.truncate(MOST_ERRORS);
    response.errors = response.errors.into_iter().map(|error| masked(error, facts)).collect();
    response.extensions.clear();
    response
}

/// An error of our own making.
pub(super) fn error(code: &'static str, message: &str) -> ServerError {
    let mut error = ServerError::new(message, None);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    error.extensions = Some(extensions);
    error
}

/// A refusal for haste.
pub(super) fn too_fast(seconds: u32) -> ServerError {
    let mut error = error("RATE_LIMITED", "too many requests");
    error.extensions.get_or_insert_default().set("retryAfterSeconds", seconds);
    error
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn facts() -> Facts {
        Facts { request_id: Arc::from("r1"), nonce: Arc::from(""), address: [127, 0, 0, 1].into() }
    }

    #[test]
    fn an_inside_message_does_not_get_out() {
        let inside = Response::from_errors(vec![ServerError::new("duplicate key (email)=(jane@x.org)", None)]);
        let outside = serde_json::to_string(&response(inside, &facts())).unwrap();
        assert!(!outside.contains("jane") && outside.contains("INTERNAL") && outside.contains("r1"), "{outside}");
    }

    #[test]
    fn a_known_code_keeps_its_message_and_many_errors_become_five() {
        let many = (0..100).map(|_| error("NOT_FOUND", "not found")).collect();
        let outside = response(Response::from_errors(many), &facts());
        assert_eq!(outside.errors.len(), MOST_ERRORS);
        assert_eq!(code(&outside.errors[0]), Some("NOT_FOUND"));
    }
}
