//! Searches: which part of a list is asked for.

use std::fmt;

use futures_util::Stream;
use serde::de::DeserializeOwned;

use crate::{
    Client, Cursor, Error, Page,
    form::Form,
    page::{self, Listed},
    request::Request,
};

/// What every search has. The public types around it are declared with `list!`.
#[derive(Clone)]
pub(crate) struct Search<'a> {
    client: &'a Client,
    /// The list without parameters.
    list: Request,
    parameters: Vec<(&'static str, String)>,
    /// What is wrong with parameters.
    problems: Vec<(&'static str, &'static str)>,
    page_size: Option<u16>,
    cursor: Option<Cursor>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(client: &'a Client, list: Request) -> Self {
        Self {
            client,
            list,
            parameters: Vec::new(),
            problems: Vec::new(),
            page_size: None,
            cursor: None,
        }
    }

    /// Sets a parameter, in place of an earlier value.
    pub(crate) fn set(&mut self, name: &'static str, value: &impl fmt::Display) {
        self.parameters.retain(|(existing, _)| *existing != name);
        self.parameters.push((name, value.to_string()));
        self.problems.retain(|(existing, _)| *existing != name);
    }

    /// Remembers what is wrong with a parameter that was set.
    pub(crate) fn check(&mut self, name: &'static str, result: Result<(), &'static str>) {
        self.problems
            .extend(result.err().map(|problem| (name, problem)));
    }

    pub(crate) fn set_page_size(&mut self, size: u16) {
        self.page_size = Some(size);
    }

    pub(crate) fn set_cursor(&mut self, cursor: Cursor) {
        self.cursor = Some(cursor);
    }

    pub(crate) async fn send<T: Listed + DeserializeOwned>(self) -> Result<Page<T>, Error> {
        self.client.execute(&self.request()?).await
    }

    pub(crate) fn stream<T: Listed + DeserializeOwned + Send + 'a>(
        self,
    ) -> impl Stream<Item = Result<T, Error>> + Send + 'a {
        page::items(self.client, self.request())
    }

    fn request(&self) -> Result<Request, Error> {
        let mut form = Form::new();
        for (name, value) in &self.parameters {
            form.push(name, value);
        }
        for (name, problem) in &self.problems {
            form.refuse(name, problem);
        }
        form.count("PageSize", self.page_size, 1..=1_000);
        let request = self.list.clone().query(form.finish()?);
        Ok(match &self.cursor {
            Some(cursor) => request.at(self.client, cursor),
            None => request,
        })
    }
}

impl fmt::Debug for Search<'_> {
    /// Not the values: they hold numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parameters.iter().map(|(name, _)| name);
        f.debug_struct("Search")
            .field("list", &self.list)
            .field("parameters", &names.collect::<Vec<_>>())
            .field("page_size", &self.page_size)
            .finish_non_exhaustive()
    }
}

/// Declares a search: a setter for each filter, and what every search has. A filter is anything that shows itself as
/// Twilio reads it. What comes after `if` says what is wrong with it.
macro_rules! list {
    (
        $(#[$doc:meta])*
        $name:ident of $item:ident {
            $($(#[$filter_doc:meta])* $filter:ident: $type:tt = $parameter:literal $(if $check:expr)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use = "a search does nothing until it is sent or streamed"]
        pub struct $name<'a> {
            search: $crate::list::Search<'a>,
        }

        impl<'a> $name<'a> {
            pub(crate) fn new(client: &'a $crate::Client, list: $crate::request::Request) -> Self {
                Self { search: $crate::list::Search::new(client, list) }
            }

            $(
                $(#[$filter_doc])*
                pub fn $filter(mut self, $filter: $crate::form::given!($type)) -> Self {
                    let value: $type = $filter.into();
                    self.search.set($parameter, &value);
                    $(self.search.check($parameter, $check(&value));)?
                    self
                }
            )*

            /// How many items a page has, 1 to 1,000. Default: 50.
            pub fn page_size(mut self, size: u16) -> Self {
                self.search.set_page_size(size);
                self
            }

            /// The number of the page. Twilio uses it together with a token only.
            pub fn page(mut self, page: u32) -> Self {
                self.search.set("Page", &page);
                self
            }

            /// The token of the page, as a link to it has it.
            pub fn page_token(mut self, token: impl Into<String>) -> Self {
                self.search.set("PageToken", &token.into());
                self
            }

            /// Begins at the next page of an earlier search. Filters are those of that search.
            pub fn cursor(mut self, cursor: $crate::Cursor) -> Self {
                self.search.set_cursor(cursor);
                self
            }

            /// Asks for one page.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is not usable.
            /// [`Error::Api`](crate::Error::Api) if Twilio refuses.
            pub async fn send(self) -> Result<$crate::Page<$item>, $crate::Error> {
                self.search.send().await
            }

            /// All items, page after page, each page asked for when it is needed.
            ///
            /// Items may come twice if new ones are made meanwhile. A page that cannot be had is an error and ends the
            /// stream.
            pub fn stream(
                self,
            ) -> impl futures_util::Stream<Item = Result<$item, $crate::Error>> + Send + 'a {
                self.search.stream()
            }
        }
    };
}

pub(crate) use list;
