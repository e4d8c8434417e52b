//! The yardstick: the same file parsed by serde_json into typed structs that borrow their texts, and
//! nothing else done. It checks no id, no date and no unknown key.

use std::borrow::Cow;

use serde::Deserialize;

type Text<'a> = Option<Borrowed<'a>>;

/// A text that borrows where it has no escape.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Borrowed<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// A draft.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "the keys of the draft format")]
pub struct Draft<'a> {
    pub format: u32,
    #[serde(borrow)]
    pub meta: Option<Meta<'a>>,
    pub filing: Option<Filing<'a>>,
    pub subject: Option<Subject<'a>>,
    pub legal_representative: Option<Person<'a>>,
    pub principal: Option<Person<'a>>,
    pub access: Option<Access<'a>>,
    pub services: Option<Vec<Service<'a>>>,
    pub attachments: Option<Vec<Attachment<'a>>>,
    pub previous: Option<Box<Previous<'a>>>,
}

macro_rules! table {
    ($($name:ident { $($key:ident: $kind:ty),* $(,)? })*) => {$(
        #[derive(Debug, Deserialize)]
        #[allow(missing_docs, reason = "the keys of the draft format")]
        pub struct $name<'a> {
            $(#[serde(borrow)] pub $key: $kind),*
        }
    )*};
}

macro_rules! plain {
    ($($name:ident { $($key:ident: $kind:ty),*; $($other:ident: $other_kind:ty),* $(,)? })*) => {$(
        #[derive(Debug, Deserialize)]
        #[allow(missing_docs, reason = "the keys of the draft format")]
        pub struct $name<'a> {
            $(#[serde(borrow)] pub $key: $kind,)*
            $(pub $other: $other_kind),*
        }
    )*};
}

table! {
    Meta { id: Text<'a> }
    Filing { kind: Text<'a>, province: Text<'a>, provider: Text<'a>, number: Text<'a>, submit_on: Text<'a> }
    Certificate {
        r#type: Text<'a>, number: Text<'a>, valid_from: Text<'a>, valid_until: Text<'a>,
        province: Text<'a>, city: Text<'a>, address: Text<'a>,
    }
    Address { province: Text<'a>, city: Text<'a>, detail: Text<'a> }
    Permit { province: Text<'a>, valid_until: Text<'a> }
    Registrant { name: Text<'a>, certificate_type: Text<'a>, certificate_number: Text<'a>, role: Text<'a> }
    Platform { os: Text<'a>, package: Text<'a>, public_key: Text<'a>, fingerprint: Text<'a> }
    Approval { kind: Text<'a>, number: Text<'a>, valid_until: Text<'a> }
    Previous {
        filing: Option<Filing<'a>>, subject: Option<Subject<'a>>, principal: Option<Person<'a>>,
        legal_representative: Option<Person<'a>>, services: Option<Vec<Service<'a>>>, access: Option<Access<'a>>,
    }
}

#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "the keys of the draft format")]
pub struct OnRecord {
    pub services: Option<i64>,
    pub domains: Option<i64>,
    pub sites_open: Option<bool>,
    pub sites_show_number: Option<bool>,
}

plain! {
    Subject {
        kind: Text<'a>, kind_detail: Text<'a>, name: Text<'a>, certificate: Option<Certificate<'a>>,
        address: Option<Address<'a>>, business_scope: Text<'a>, remark: Text<'a>, superior: Text<'a>;
        has_seal: Option<bool>, has_trade_name: Option<bool>, abnormal: Option<bool>, on_record: Option<OnRecord>,
    }
    Person {
        name: Text<'a>, certificate: Option<Certificate<'a>>, birth_date: Text<'a>, mobile: Text<'a>,
        mobile_province: Text<'a>, emergency_phone: Text<'a>, landline: Text<'a>, email: Text<'a>,
        residence_permit: Option<Permit<'a>>, remark: Text<'a>;
        social_security_months: Option<i64>, student: Option<bool>, is_legal_representative: Option<bool>,
    }
    Access {
        product: Text<'a>, ips: Option<Vec<Borrowed<'a>>>, service_codes: Option<Vec<Borrowed<'a>>>;
        months: Option<i64>, mainland: Option<bool>, bandwidth: Option<bool>,
    }
    Service {
        kind: Text<'a>, number: Text<'a>, name: Text<'a>, content: Option<Vec<Borrowed<'a>>>,
        languages: Option<Vec<Borrowed<'a>>>, involves: Option<Vec<Borrowed<'a>>>,
        pre_approvals: Option<Vec<Approval<'a>>>, remark: Text<'a>, url: Text<'a>, filed_on: Text<'a>,
        principal: Option<Person<'a>>, domains: Option<Vec<Domain<'a>>>, platforms: Option<Vec<Platform<'a>>>;
        resolved: Option<bool>,
    }
    Domain {
        name: Text<'a>, registrant: Option<Registrant<'a>>, registrar: Text<'a>, registered: Text<'a>,
        expires: Text<'a>, verified_on: Text<'a>, transferred_on: Text<'a>;
        verified: Option<bool>, privacy_protection: Option<bool>, new: Option<bool>,
    }
    Attachment {
        document: Text<'a>, of: Text<'a>, file: Text<'a>, side: Text<'a>, signed_on: Text<'a>, medium: Text<'a>;
        held: Option<bool>,
    }
}
