//! Nothing but this machine is ever contacted on behalf of a call.

use std::net::IpAddr;

use reqwest::Url;

/// Whether `url` leads to this machine.
pub(crate) fn is_local(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_local() {
        let local = |url: &str| is_local(&url.parse().unwrap());
        assert!(local("http://127.0.0.1:8000/tool"));
        assert!(local("ws://localhost/socket"));
        assert!(local("http://[::1]:1/"));
        for other in [
            "http://192.168.0.1/",
            "https://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "http://0.0.0.0/",
            "data:text/plain,x",
        ] {
            assert!(!local(other), "{other}");
        }
    }
}
