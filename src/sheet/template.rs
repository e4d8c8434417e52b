//! The form that people fill in.

/// What the draft column of the example row says; such rows are not read.
pub(super) const EXAMPLE: &[&str] = &["示例", "（示例）", "(示例)", "example"];
/// Sheets of the form that hold no drafts.
pub(super) const OWN_SHEETS: &[&str] = &["填写说明", "全部列", "选项", "guide", "columns", "choices"];
