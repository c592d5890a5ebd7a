//! Where a request comes from: the peer, or what a configured proxy says about it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};

/// The address as far as limits need it: a /24 or a /56, never the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                IpAddr::V4(Ipv4Addr::new(a, b, c, 0))
            }
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !((1u128 << 72) - 1))),
        })
    }
}

/// The client's address. `X-Forwarded-For` counts only when the peer is one of `proxies`: then its right-most entry
/// that is not a proxy itself (everything further left was written by the client).
pub(super) fn client(extensions: &Extensions, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let peer =
        extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip().to_canonical());
    if !proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .rfind(|address| !proxies.contains(address))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(peer: &str, forwarded: &str, proxies: &[&str]) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let proxies: Vec<IpAddr> = proxies.iter().map(|p| p.parse().unwrap()).collect();
        client(&extensions, &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_their_address() {
        assert_eq!(ask("203.0.113.9", "10.0.0.1", &[]), "203.0.113.9");
        assert_eq!(ask("203.0.113.9", "10.0.0.1", &["192.0.2.1"]), "203.0.113.9");
    }

    #[test]
    fn behind_a_proxy_the_last_foreign_entry_counts() {
        assert_eq!(ask("192.0.2.1", "6.6.6.6, 203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(ask("192.0.2.1", "203.0.113.9, 192.0.2.2", &["192.0.2.1", "192.0.2.2"]), "203.0.113.9");
        assert_eq!(ask("192.0.2.1", "garbage", &["192.0.2.1"]), "192.0.2.1");
    }

    #[test]
    fn networks_forget_the_end_of_the_address() {
        let net = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(net("203.0.113.9"), net("203.0.113.200"));
        assert_ne!(net("203.0.113.9"), net("203.0.114.9"));
        assert_eq!(net("2001:db8:1:2aa::1"), net("2001:db8:1:2ff::2"));
        assert_ne!(net("2001:db8:1:200::1"), net("2001:db8:1:300::1"));
        assert_eq!(net("::ffff:203.0.113.9"), net("203.0.113.1"));
    }
}
