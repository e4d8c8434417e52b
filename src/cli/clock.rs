//! Today in China, whatever the machine's time zone.

use chrono::{FixedOffset, NaiveDate, Utc};

/// China's offset from UTC in seconds.
const OFFSET: i32 = 8 * 3600;

/// Today in China.
pub fn today() -> NaiveDate {
    let now = Utc::now();
    FixedOffset::east_opt(OFFSET).map_or_else(
        || now.date_naive(),
        |zone| now.with_timezone(&zone).date_naive(),
    )
}
