//! Forms of the URL that Twilio may have signed.

use crate::webhook::{
    PublicOrigin, Received,
    url::{self, Pieces},
};

/// The URLs that Twilio may have signed: every scheme with every host that is named somewhere and every form of the
/// path and the query that something on the way may have changed.
pub(super) fn candidates(
    origin: &PublicOrigin,
    request: &Received<'_>,
    taken: Option<&str>,
) -> Vec<String> {
    let pieces = taken.and_then(Pieces::of);
    let mut hosts: Vec<String> = Vec::new();
    let named = [
        pieces.map(|pieces| format!("{}{}", pieces.host, pieces.port)),
        request.forwarded_host.map(str::to_owned),
        request.host.map(str::to_owned),
    ];
    for host in named.into_iter().flatten() {
        // Anyone may write this header, and as long as the server takes it.
        let hosts_in = host.split(',').map(str::trim);
        for host in hosts_in.filter(|host| host.len() <= MAX_HOST).take(2) {
            add(&mut hosts, host.to_owned());
            add(&mut hosts, host.to_ascii_lowercase());
        }
    }
    origin
        .forwarded_hosts()
        .iter()
        .for_each(|host| add(&mut hosts, host.clone()));
    hosts.truncate(8);

    let mut rests: Vec<String> = Vec::new();
    let target = url::target(request.target);
    for rest in pieces.map(|pieces| pieces.rest).into_iter().chain([target]) {
        let (path, query) = url::split_query(rest);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let slashed = match path.strip_suffix('/') {
            Some(path) => path.to_owned(),
            None => format!("{path}/"),
        };
        let mut paths = vec![path.to_owned(), slashed];
        // What a proxy may have been told to put before the path, or to leave.
        paths.extend(
            path.match_indices('/')
                .skip(1)
                .take(4)
                .map(|(at, _)| path[at..].to_owned()),
        );
        paths.push(format!("{}{path}", origin.public_path()));
        for path in &paths {
            add(&mut rests, format!("{path}{query}"));
        }
        for path in paths {
            add(&mut rests, path);
        }
        add(&mut rests, rest.replace("%27", "'"));
        add(&mut rests, rest.replace('\'', "%27"));
        add(&mut rests, rest.replace("%20", "+"));
        add(&mut rests, rest.replace('+', "%20"));
    }
    let mut found = Vec::new();
    for host in &hosts {
        for scheme in ["https://", "http://", "wss://", "ws://"] {
            for rest in &rests {
                found.push(format!("{scheme}{host}{rest}"));
            }
        }
    }
    found
}

/// The greatest length of a host with its port: 253 characters, and `:65535`.
const MAX_HOST: usize = 259;

fn add(list: &mut Vec<String>, value: String) {
    if !list.contains(&value) {
        list.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headers_and_many_hosts_make_no_more_work() {
        let origin = PublicOrigin::new("https://a.example").unwrap();
        let hosts: String = (0..20_000).map(|at| format!("h{at},")).collect();
        let long = "a,".repeat(4) + &"b".repeat(100_000);
        let target = format!("/{}", "c".repeat(2_000));
        for host in [hosts, long] {
            let request = Received::new("POST", &target)
                .header("Host", &host)
                .header("X-Forwarded-Host", &host);
            let found = candidates(&origin, &request, Some("https://a.example/voice"));
            assert!(found.len() < 2_000, "{}", found.len());
            let bytes: usize = found.iter().map(String::len).sum();
            assert!(bytes < 4_000_000, "{bytes}");
        }
    }
}
