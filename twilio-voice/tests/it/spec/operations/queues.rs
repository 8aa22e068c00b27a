//! Queues and the calls in them.

use twilio_voice::{
    HttpMethod,
    queues::{
        CreateQueue, UpdateQueue,
        members::{MemberRef, UpdateMember},
    },
};

use super::{Run, URL, page, run, sid};

pub(super) fn runs() -> Vec<Run> {
    vec![
        run!("ListQueue", |c| page!(c.queues().list())),
        run!("CreateQueue", |c| c
            .queues()
            .create(&CreateQueue::new("support").max_size(10))),
        run!("FetchQueue", |c| c.queues().get(&sid())),
        run!("UpdateQueue", |c| c.queues().update(
            &sid(),
            &UpdateQueue::new().friendly_name("sales").max_size(20)
        )),
        run!("DeleteQueue", |c| c.queues().delete(&sid())),
        run!("ListMember", |c| page!(c.queues().members(&sid()).list())),
        run!("FetchMember", |c| c
            .queues()
            .members(&sid())
            .get(MemberRef::Front)),
        run!("UpdateMember", |c| c.queues().members(&sid()).update(
            MemberRef::Call(sid()),
            &UpdateMember::new(URL).method(HttpMethod::Get)
        )),
    ]
}
