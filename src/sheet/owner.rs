//! Headers of which nothing is read and which yet name somebody: what stands to their right may be
//! his.

use super::spelling::{squeeze, without_remarks};

/// What the names of persons, and of whoever else has a telephone, hold.
const PERSONS: &[&str] = &[
    "人",
    "员",
    "者",
    "经理",
    "总监",
    "老总",
    "老板",
    "客服",
    "股东",
    "董事",
    "监事",
    "代表",
    "负责",
    "财务",
    "会计",
    "出纳",
    "助理",
    "秘书",
    "配偶",
    "家属",
    "同事",
    "高管",
    "领导",
    "合伙",
    "联系",
    "对接",
    "顾问",
    "律师",
    "代理",
    "代办",
    "中介",
    "服务商",
    "供应商",
    "注册商",
    "经销商",
    "姓名",
    "名字",
    "担保",
    "推荐",
    "会员",
    "用户",
    "女士",
    "先生",
];
/// The same, where nothing stands behind them.
const ENDS: &[&str] = &[
    "师", "友", "主", "父", "母", "父亲", "母亲", "夫", "妻", "妻子", "老婆", "主任", "业务",
    "销售", "商务", "市场", "运维", "技术", "渠道", "跟进", "乙方", "丙方",
];
/// Words that hold one of these and name nobody.
const NOBODY: &[&str] = &["人民币", "人数", "人气", "人工", "个人"];
/// The same in English, as words.
const WORDS: &[&str] = &[
    "person",
    "contact",
    "contacts",
    "principal",
    "representative",
    "owner",
    "manager",
    "agent",
    "admin",
    "administrator",
    "staff",
    "sales",
    "customer",
    "client",
    "user",
    "operator",
    "shareholder",
    "director",
    "holder",
    "registrant",
    "applicant",
    "handler",
    "name",
    "boss",
    "ceo",
    "cto",
    "partner",
];
/// How units are called.
const UNITS: &[&str] = &[
    "客户",
    "公司",
    "单位",
    "企业",
    "机构",
    "部门",
    "门店",
    "甲方",
    "主体",
    "主办者",
    "主办单位",
    "company",
    "organization",
    "department",
];
/// What is kept of a domain and asked by no filing, or named too shortly to be read.
const DOMAINS: &[&str] = &[
    "注册时间",
    "注册日期",
    "注册日",
    "创建时间",
    "后缀",
    "状态",
    "域名状态",
    "实名",
    "实名状态",
    "解析",
    "解析状态",
    "dns",
    "dns服务器",
    "备注",
];
/// What may stand behind that.
const NAMES: &[&str] = &["名称", "全称", "简称", "名", "name"];

/// Whether a header that is not known names a person, or somebody else whose a number can be.
pub(super) fn names_another(text: &str) -> bool {
    let text = without_remarks(text);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    if words.any(|word| WORDS.contains(&word.to_ascii_lowercase().as_str())) {
        return !is_unit(&squeeze(&text));
    }
    let mut text = squeeze(&text);
    // A question names nobody anew.
    if text.contains("是否") || is_unit(&text) {
        return false;
    }
    for word in NOBODY {
        text = text.replace(word, "");
    }
    PERSONS.iter().any(|word| text.contains(word)) || ENDS.iter().any(|end| text.ends_with(end))
}

/// Whether it names nothing but him: 联系人, not 联系地址.
pub(super) fn is_name_of_another(text: &str) -> bool {
    let plain = squeeze(&without_remarks(text));
    let mut words = PERSONS.iter().chain(ENDS).chain(WORDS);
    names_another(text) && words.any(|word| plain.ends_with(word))
}

/// Whether a header that is not known says something of the domain to its left, and can have no end.
pub(super) fn tells_of_a_domain(text: &str) -> bool {
    DOMAINS.contains(&squeeze(&without_remarks(text)).as_str())
}

/// Whether a header that is not known names a unit, whose numbers need not be those of the person
/// named before it.
pub(super) fn names_a_unit(text: &str) -> bool {
    is_unit(&squeeze(&without_remarks(text)))
}

fn is_unit(text: &str) -> bool {
    let mut names = NAMES.iter().filter_map(|name| text.strip_suffix(name));
    UNITS.contains(&text) || names.any(|unit| UNITS.contains(&unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_what_belongs_to_them() {
        for text in [
            "经办人",
            "股东",
            "客户经理",
            "域名联系人",
            "紧急联系人",
            "管理员",
            "联系人",
            "持有者",
            "Contact person",
            "Principal",
            "业务员",
            "法务负责",
            "网管老师",
            "代办公司联系",
            "业主",
        ] {
            assert!(names_another(text), "{text}");
        }
        for text in [
            "性别",
            "民族",
            "职务",
            "备注",
            "序号",
            "喜欢的颜色",
            "主机型号",
            "费用（人民币）",
            "人数",
            "是否本人",
            "套餐",
            "客户",
            "公司全称",
            "Company name",
            "Phone",
            "主页",
            "",
        ] {
            assert!(!names_another(text), "{text}");
        }
        for text in ["经办人", "客户经理", "业务员姓名", "Contact person"] {
            assert!(is_name_of_another(text), "{text}");
        }
        for text in ["联系地址", "负责区域", "客服工号", "备注", "公司"] {
            assert!(!is_name_of_another(text), "{text}");
        }
        for text in ["客户", "客户名称", "单位全称", "Company name"] {
            assert!(names_a_unit(text), "{text}");
        }
    }
}
