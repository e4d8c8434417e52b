//! Pages of a site and what they have to show once it is on record: the filing number at the foot
//! with its link, the copyright line, the public-security number with its badge. What is wanted
//! stands in the rules (`[[site]]`); here is how it is seen on a page.

mod absent;
mod address;
mod copyright;
mod decode;
mod element;
mod filing;
mod found;
mod hole;
mod judge;
mod number;
mod page;
mod place;
mod police;
mod reader;
mod text;

pub use decode::{Decoded, decode};
pub use judge::{Expected, Fault, Inquiry, Judged, Role, Seen, SiteRules};
pub use page::Page;
pub use reader::read_page;
