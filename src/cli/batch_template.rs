//! The empty form that `beian batch --template` writes.

use std::path::Path;

use super::output::{Failure, write_bytes};
use crate::sheet::Form;
use crate::text::{Lang, Text};

/// Writes the empty form.
pub(super) fn template(path: &Path, lang: Lang) -> Result<u8, Failure> {
    let form = Form::template(lang);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is = |known: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known));
    let bytes = if is("csv") {
        form.csv(lang)
    } else if is("xlsx") {
        form.xlsx(lang).map_err(|error| {
            Text::new(
                format!("写不出工作簿：{error}"),
                format!("cannot make the workbook: {error}"),
            )
        })?
    } else {
        let name = path.display();
        return Err(Failure::Told(Text::new(
            format!("填写表只能是 .xlsx 或 .csv，不是 {name}"),
            format!("the form is .xlsx or .csv, not {name}"),
        )));
    };
    if path.exists() {
        let name = path.display();
        return Err(Failure::Told(Text::new(
            format!("{name} 已经有了，没有动它；换一个文件名"),
            format!("{name} is there already and was left as it is; choose another name"),
        )));
    }
    write_bytes(&bytes, Some(path))?;
    Ok(0)
}
