//! Lists that come page by page.

use std::fmt;

use serde::{Deserialize, de::Error as _};

/// Where the next page of a list begins. Opaque; valid for the same list with the same filters.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor as Ultravox wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Cursor {
    fn from(cursor: String) -> Self {
        Self(cursor)
    }
}

impl From<&str> for Cursor {
    fn from(cursor: &str) -> Self {
        Self(cursor.to_owned())
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub results: Vec<T>,
    /// Where the next page begins. `None` if this is the last one.
    pub next: Option<Cursor>,
    /// Where the page before begins. `None` if this is the first one.
    pub previous: Option<Cursor>,
    /// How many items all pages have together, if Ultravox says.
    pub total: Option<u64>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire<T> {
            results: Vec<T>,
            next: Option<String>,
            previous: Option<String>,
            total: Option<u64>,
        }

        let wire = Wire::deserialize(deserializer)?;
        // A next page that cannot be found must not look like the end of the list.
        let no_cursor = |()| D::Error::custom("a link to another page has no cursor");
        Ok(Self {
            results: wire.results,
            next: cursor(wire.next.as_deref()).map_err(no_cursor)?,
            previous: cursor(wire.previous.as_deref()).map_err(no_cursor)?,
            total: wire.total,
        })
    }
}

/// The cursor in a link to another page, which may be absolute, relative, empty or missing. Its host is ignored: the
/// key goes where it was configured to go.
fn cursor(link: Option<&str>) -> Result<Option<Cursor>, ()> {
    let Some(link) = link.filter(|link| !link.trim().is_empty()) else {
        return Ok(None);
    };
    let link = link.split_once('#').map_or(link, |(link, _)| link);
    let (_, query) = link.split_once('?').ok_or(())?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, value)| name == "cursor" && !value.is_empty())
        .map(|(_, value)| Some(Cursor(value.into_owned())))
        .ok_or(())
}

#[cfg(feature = "rest")]
mod rest {
    use std::collections::HashSet;

    use futures_util::{Stream, TryStreamExt as _, stream};
    use serde::de::DeserializeOwned;

    use super::{Cursor, Page};
    use crate::{Client, Error, check, request::Request};

    /// Which page of a list, and how long it is.
    #[derive(Clone, Debug, Default)]
    pub(crate) struct Paging {
        pub(crate) page_size: Option<u32>,
        pub(crate) cursor: Option<Cursor>,
    }

    impl Paging {
        pub(crate) fn apply(&self, request: Request) -> Result<Request, Error> {
            check::positive("page_size", self.page_size)?;
            check::not_empty("cursor", self.cursor.as_ref().map(Cursor::as_str))?;
            Ok(request
                .query_if("pageSize", self.page_size)
                .query_if("cursor", self.cursor.as_ref()))
        }
    }

    enum Next {
        Page(Result<Request, Error>),
        End,
    }

    /// Every item of the list that `request` begins.
    pub(crate) fn items<'a, T: DeserializeOwned + Send + 'a>(
        client: &'a Client,
        request: Result<Request, Error>,
    ) -> impl Stream<Item = Result<T, Error>> + Send + 'a {
        stream::try_unfold(
            (Next::Page(request), HashSet::new()),
            move |(next, mut seen)| async move {
                let request = match next {
                    Next::Page(request) => request?,
                    Next::End => return Ok::<_, Error>(None),
                };
                let page = client.execute::<Page<T>>(&request).await?;
                let next = match page.next {
                    // A cursor that comes back leads in a circle.
                    Some(cursor) if seen.insert(cursor.clone()) => {
                        Next::Page(Ok(request.set_query("cursor", cursor)))
                    }
                    _ => Next::End,
                };
                Ok(Some((
                    stream::iter(page.results.into_iter().map(Ok)),
                    (next, seen),
                )))
            },
        )
        .try_flatten()
    }

    /// Writes what every list has: the size of a page, where to begin, one page, all items. The list has the fields
    /// `client` and `paging` and a method `request`.
    macro_rules! list {
        ($list:ident of $item:ty) => {
            impl<'a> $list<'a> {
                /// How many items a page has, 1 or more. Ultravox may send fewer.
                pub fn page_size(mut self, size: u32) -> Self {
                    self.paging.page_size = Some(size);
                    self
                }

                /// Begins where a page said the next or previous one is. The other settings must be the same.
                pub fn cursor(mut self, cursor: impl Into<$crate::Cursor>) -> Self {
                    self.paging.cursor = Some(cursor.into());
                    self
                }

                /// Fetches one page.
                ///
                /// # Errors
                ///
                /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) before anything is sent,
                /// [`Error::Api`](crate::Error::Api) if Ultravox refuses.
                pub async fn send(self) -> Result<$crate::Page<$item>, $crate::Error> {
                    self.client.execute(&self.request()?).await
                }

                /// Every item, page by page, as far as the stream is read. It ends with the first error.
                pub fn stream(
                    self,
                ) -> impl futures_util::Stream<Item = Result<$item, $crate::Error>> + Send + 'a
                {
                    let request = self.request();
                    $crate::page::items(self.client, request)
                }
            }
        };
    }

    pub(crate) use list;

    /// Writes a list that can be narrowed by nothing but its path.
    macro_rules! plain_list {
        ($(#[$doc:meta])* $list:ident ($($field:ident: $ty:ty),*) of $item:ty = $template:literal) => {
            $(#[$doc])*
            #[derive(Clone, Debug)]
            #[must_use]
            pub struct $list<'a> {
                client: &'a $crate::Client,
                $($field: $ty,)*
                paging: $crate::page::Paging,
            }

            impl<'a> $list<'a> {
                pub(crate) fn new(client: &'a $crate::Client $(, $field: $ty)*) -> Self {
                    Self { client, $($field,)* paging: $crate::page::Paging::default() }
                }

                fn request(&self) -> Result<$crate::request::Request, $crate::Error> {
                    self.paging.apply($crate::request::Request::get($template, &[$(&self.$field),*]))
                }
            }

            $crate::page::list!($list of $item);
        };
    }

    pub(crate) use plain_list;
}

#[cfg(feature = "rest")]
pub(crate) use self::rest::{Paging, items, list, plain_list};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn next(json: &str) -> Option<String> {
        let page: Page<u32> = serde_json::from_str(json).unwrap();
        page.next.map(|cursor| cursor.to_string())
    }

    #[test]
    fn the_cursor_is_read_from_any_form_of_link() {
        for link in [
            "https://elsewhere.example/api/calls?pageSize=2&cursor=cD0x%3D",
            "/api/calls?cursor=cD0x%3D&pageSize=2",
            "?cursor=cD0x%3D#end",
        ] {
            assert_eq!(
                next(&format!(r#"{{"results": [], "next": "{link}"}}"#)).as_deref(),
                Some("cD0x="),
                "{link}"
            );
        }
    }

    #[test]
    fn nothing_null_and_an_empty_link_are_the_end() {
        for json in [
            r#"{"results": []}"#,
            r#"{"results": [], "next": null}"#,
            r#"{"results": [], "next": ""}"#,
        ] {
            assert_eq!(next(json), None, "{json}");
        }
    }

    #[test]
    fn a_link_without_a_cursor_is_not_the_end() {
        for link in ["/api/calls", "/api/calls?page=2", "/api/calls?cursor="] {
            let json = format!(r#"{{"results": [], "next": "{link}"}}"#);
            assert!(serde_json::from_str::<Page<u32>>(&json).is_err(), "{link}");
        }
    }

    #[test]
    fn the_total_may_be_missing() {
        let page: Page<u32> = serde_json::from_str(r#"{"results": [1, 2], "total": 7}"#).unwrap();
        assert_eq!((page.results, page.total), (vec![1, 2], Some(7)));
    }

    proptest! {
        #[test]
        fn no_link_panics(link in ".*") {
            drop(cursor(Some(&link)));
        }
    }
}
