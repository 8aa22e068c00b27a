//! Lists that come page by page.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, Error as _},
};

/// Where the next page of a list begins. Opaque; it holds the filters of its list.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Cursor(String);

impl Cursor {
    /// The path and query of the page, as Twilio wrote them, without host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a link to another page, which may be absolute or relative. Its host is left out: the credential goes
    /// where it was configured to go.
    fn read(link: &str) -> Option<Self> {
        let link = link.split('#').next().unwrap_or_default();
        // A relative link may have another link in its query.
        let path = if link.starts_with('/') && !link.starts_with("//") {
            link
        } else {
            let (_, after) = link.split_once("//")?;
            &after[after.find(['/', '?'])?..]
        };
        path.starts_with('/').then(|| Self(path.to_owned()))
    }
}

impl fmt::Debug for Cursor {
    /// Not the query: it may hold numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor").finish_non_exhaustive()
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Where the next page begins. `None` if this is the last one.
    pub next: Option<Cursor>,
}

/// What comes in lists.
pub trait Listed: Sized {
    /// The name under which a page holds the items.
    #[doc(hidden)]
    const KEY: &'static str;
}

impl<'de, T: Listed + Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PageVisitor(PhantomData))
    }
}

/// What newer services say of a page.
#[derive(Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Listed + Deserialize<'de>> de::Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page with `{}`", T::KEY)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
        let (mut items, mut next) = (None, None);
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == T::KEY {
                items = Some(map.next_value()?);
            } else if key == "next_page_uri" {
                next = map.next_value::<Option<String>>()?.or(next);
            } else if key == "meta" {
                // Newer services put the links there.
                let meta = map.next_value::<Option<Meta>>()?;
                next = meta.and_then(|meta| meta.next_page_url).or(next);
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        let next = match next.filter(|link| !link.is_empty()) {
            None => None,
            // A next page that cannot be found must not look like the end of the list.
            Some(link) => {
                Some(Cursor::read(&link).ok_or_else(|| A::Error::custom("a link without a path"))?)
            }
        };
        Ok(Page {
            items: items.ok_or_else(|| A::Error::missing_field(T::KEY))?,
            next,
        })
    }
}

#[cfg(feature = "rest")]
mod stream {
    use std::collections::HashSet;

    use futures_util::{Stream, TryStreamExt as _, stream};
    use serde::de::DeserializeOwned;

    use super::{Cursor, Listed, Page};
    use crate::{Client, Error, request::Request};

    enum Next {
        First,
        At(Cursor),
        End,
    }

    /// Every item of the list that `request` begins.
    pub(crate) fn items<'a, T: Listed + DeserializeOwned + Send + 'a>(
        client: &'a Client,
        request: Result<Request, Error>,
    ) -> impl Stream<Item = Result<T, Error>> + Send + 'a {
        // The request moves from page to page: another page has the same path template and another path and query.
        let first = request.map(|request| (request, Next::First, HashSet::new()));
        stream::once(std::future::ready(first))
            .map_ok(move |first| {
                stream::try_unfold(first, move |(mut request, next, mut seen)| async move {
                    match next {
                        Next::First => {}
                        Next::At(cursor) => request = request.at(client, &cursor),
                        Next::End => return Ok::<_, Error>(None),
                    }
                    let page = client.execute::<Page<T>>(&request).await?;
                    let next = match page.next {
                        // A page that comes back leads in a circle.
                        Some(cursor) if seen.insert(cursor.clone()) => Next::At(cursor),
                        _ => Next::End,
                    };
                    Ok(Some((
                        stream::iter(page.items.into_iter().map(Ok)),
                        (request, next, seen),
                    )))
                })
                .try_flatten()
            })
            .try_flatten()
    }

    impl Request {
        /// The same request for the page at `cursor`.
        pub(crate) fn at(mut self, client: &Client, cursor: &Cursor) -> Self {
            let (path, query) = cursor
                .as_str()
                .split_once('?')
                .unwrap_or((cursor.as_str(), ""));
            // Behind a proxy the base has a path, which may or may not be in the link.
            let base = client
                .shared
                .base_url(self.host)
                .path()
                .trim_end_matches('/');
            let path = path
                .strip_prefix(base)
                .filter(|rest| rest.starts_with('/'))
                .unwrap_or(path);
            path.clone_into(&mut self.path);
            query.clone_into(&mut self.query);
            self
        }
    }
}

#[cfg(feature = "rest")]
pub(crate) use stream::items;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Thing(u32);

    impl Listed for Thing {
        const KEY: &'static str = "things";
    }

    fn page(json: &str) -> Result<Page<Thing>, serde_json::Error> {
        serde_json::from_str(json)
    }

    fn next(link: &str) -> Option<String> {
        let json = format!(r#"{{"things": [1], "page": 0, "next_page_uri": {link}}}"#);
        page(&json)
            .unwrap()
            .next
            .map(|cursor| cursor.as_str().to_owned())
    }

    #[test]
    fn a_page_is_read_by_the_name_of_its_items() {
        let page = page(r#"{"other": {"things": 2}, "things": [1, 2], "uri": "/x"}"#).unwrap();
        assert_eq!(
            page.items.iter().map(|thing| thing.0).collect::<Vec<_>>(),
            [1, 2]
        );
        assert!(page.next.is_none());
    }

    #[test]
    fn the_host_of_a_link_is_left_out() {
        for link in [
            r#""https://elsewhere.example/a.json?PageToken=b""#,
            r#""//elsewhere.example/a.json?PageToken=b""#,
            r#""/a.json?PageToken=b#c""#,
        ] {
            assert_eq!(next(link).as_deref(), Some("/a.json?PageToken=b"));
        }
    }

    #[test]
    fn a_link_in_the_query_of_a_link_is_not_followed() {
        for link in [
            "/a.json?FriendlyName=https://example.com/b&PageToken=c",
            "https://elsewhere.example/a.json?FriendlyName=https://example.com/b&PageToken=c",
        ] {
            assert_eq!(
                next(&format!("{link:?}")).as_deref(),
                Some("/a.json?FriendlyName=https://example.com/b&PageToken=c")
            );
        }
    }

    #[test]
    fn a_link_is_found_whatever_else_says_that_there_is_none() {
        for json in [
            r#"{"things": [], "next_page_uri": "/a", "meta": {"next_page_url": null}}"#,
            r#"{"things": [], "meta": {"next_page_url": "/a"}, "next_page_uri": null}"#,
        ] {
            let next = page(json).unwrap().next;
            assert_eq!(next.as_ref().map(Cursor::as_str), Some("/a"), "{json}");
        }
    }

    #[test]
    fn newer_services_have_the_link_elsewhere() {
        for (meta, next) in [
            (
                r#"{"key": "things", "next_page_url": "https://voice.twilio.com/v1/a?PageToken=b"}"#,
                Some("/v1/a?PageToken=b"),
            ),
            (r#"{"next_page_url": null}"#, None),
            (r#"{"key": "things"}"#, None),
            ("null", None),
        ] {
            let page = page(&format!(r#"{{"meta": {meta}, "things": [1]}}"#)).unwrap();
            assert_eq!(page.next.as_ref().map(Cursor::as_str), next, "{meta}");
        }
    }

    #[test]
    fn nothing_null_and_an_empty_link_are_the_end() {
        assert_eq!((next("null"), next(r#""""#)), (None, None));
    }

    #[test]
    fn a_page_without_its_items_or_with_a_strange_link_is_an_error() {
        assert!(
            page(r#"{"page": 0}"#)
                .unwrap_err()
                .to_string()
                .contains("things")
        );
        assert!(page(r#"{"things": [], "next_page_uri": "elsewhere"}"#).is_err());
        for link in [
            "https://elsewhere.example",
            "https://elsewhere.example?b=/a",
        ] {
            let json = format!(r#"{{"things": [], "next_page_uri": {link:?}}}"#);
            assert!(page(&json).is_err(), "{link}");
        }
    }

    proptest! {
        #[test]
        fn no_link_panics(link in ".*") {
            drop(Cursor::read(&link));
        }
    }
}
