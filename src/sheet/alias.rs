//! What people call columns and choices besides their labels: the words of the filing systems'
//! own forms and of lists that offices keep. One that could mean two things is not here.

/// Headers and the paths that they mean.
pub(super) const HEADERS: &[(&str, &str)] = &[
    ("接入服务商", "filing.provider"),
    ("云厂商", "filing.provider"),
    ("服务商", "filing.provider"),
    ("云服务商", "filing.provider"),
    ("备案所在省", "filing.province"),
    ("省份", "filing.province"),
    ("备案省", "filing.province"),
    ("Filing type", "filing.kind"),
    ("主体备案号/许可证号", "filing.number"),
    ("ICP备案主体许可证号", "filing.number"),
    ("拟提交日期", "filing.submit_on"),
    ("主体性质", "subject.kind"),
    ("主体类型", "subject.kind"),
    ("单位性质", "subject.kind"),
    ("主办者性质", "subject.kind"),
    ("单位类型", "subject.kind"),
    ("单位名称", "subject.name"),
    ("公司名称", "subject.name"),
    ("企业名称", "subject.name"),
    ("主体名称", "subject.name"),
    ("主办者名称", "subject.name"),
    ("公司全称", "subject.name"),
    ("企业全称", "subject.name"),
    ("单位全称", "subject.name"),
    ("公司名", "subject.name"),
    ("企业名", "subject.name"),
    ("备案主体名称", "subject.name"),
    ("营业执照名称", "subject.name"),
    ("Company", "subject.name"),
    ("Company name", "subject.name"),
    ("主办者证件类型", "subject.certificate.type"),
    ("主办单位证件类型", "subject.certificate.type"),
    ("单位证件类型", "subject.certificate.type"),
    ("主办者证件号码", "subject.certificate.number"),
    ("主办单位证件号码", "subject.certificate.number"),
    ("统一社会信用代码", "subject.certificate.number"),
    ("社会信用代码", "subject.certificate.number"),
    ("信用代码", "subject.certificate.number"),
    ("营业执照号", "subject.certificate.number"),
    ("营业执照注册号", "subject.certificate.number"),
    ("单位证件号码", "subject.certificate.number"),
    ("统一信用代码", "subject.certificate.number"),
    ("营业执照号码", "subject.certificate.number"),
    ("证件住所", "subject.certificate.address"),
    ("主办者证件住所", "subject.certificate.address"),
    ("主办单位证件住所", "subject.certificate.address"),
    ("注册地址", "subject.certificate.address"),
    ("营业执照地址", "subject.certificate.address"),
    ("营业执照住所", "subject.certificate.address"),
    ("公司注册地址", "subject.certificate.address"),
    ("营业执照有效期", "subject.certificate.valid_until"),
    ("营业执照有效期至", "subject.certificate.valid_until"),
    ("营业执照到期日", "subject.certificate.valid_until"),
    ("营业执照到期时间", "subject.certificate.valid_until"),
    ("营业期限", "subject.certificate.valid_until"),
    ("通讯地址", "subject.address.detail"),
    ("通信地址", "subject.address.detail"),
    ("主办单位通信地址", "subject.address.detail"),
    ("主办单位通讯地址", "subject.address.detail"),
    ("投资者或主管单位", "subject.superior"),
    ("投资人或主管单位", "subject.superior"),
    ("上级主管单位", "subject.superior"),
    ("公司地址", "subject.address.detail"),
    ("单位地址", "subject.address.detail"),
    ("居住证有效期至", "principal.residence_permit.valid_until"),
    ("购买时长", "access.months"),
    ("购买月数", "access.months"),
    ("公网IP", "access.ips"),
    ("公网IP地址", "access.ips"),
    ("服务器IP", "access.ips"),
    ("IP地址", "access.ips"),
    ("IP", "access.ips"),
    ("服务器IP地址", "access.ips"),
    ("备案服务号", "access.service_codes"),
    ("备案授权码", "access.service_codes"),
    ("授权码", "access.service_codes"),
    ("网站名称", "services[].name"),
    ("App名称", "services[].name"),
    ("服务名", "services[].name"),
    ("网站名", "services[].name"),
    ("站点名称", "services[].name"),
    ("应用名称", "services[].name"),
    ("小程序名称", "services[].name"),
    ("互联网信息服务名称", "services[].name"),
    ("Website name", "services[].name"),
    ("网站备案号", "services[].number"),
    ("网站服务内容", "services[].content"),
    ("网站内容", "services[].content"),
    ("服务内容类别", "services[].content"),
    ("网站语言", "services[].languages"),
    ("语言", "services[].languages"),
    ("前置审批", "services[].involves"),
    ("首页URL", "services[].url"),
    ("网站首页", "services[].url"),
    ("首页地址", "services[].url"),
    ("网站首页网址", "services[].url"),
    ("网站网址", "services[].url"),
    ("网站备注", "services[].remark"),
    ("域名名称", "services[].domains[].name"),
    ("网站域名", "services[].domains[].name"),
    ("备案域名", "services[].domains[].name"),
    ("主域名", "services[].domains[].name"),
    ("Domain name", "services[].domains[].name"),
    ("域名到期时间", "services[].domains[].expires"),
    ("域名到期日期", "services[].domains[].expires"),
    ("域名有效期", "services[].domains[].expires"),
    ("域名有效期至", "services[].domains[].expires"),
    ("到期时间", "services[].domains[].expires"),
    ("到期日", "services[].domains[].expires"),
    ("到期日期", "services[].domains[].expires"),
    ("域名到期", "services[].domains[].expires"),
    ("域名过期时间", "services[].domains[].expires"),
    ("域名过期日期", "services[].domains[].expires"),
    ("Expiry date", "services[].domains[].expires"),
    ("Expiration date", "services[].domains[].expires"),
    ("域名注册时间", "services[].domains[].registered"),
    ("注册商", "services[].domains[].registrar"),
    ("域名实名认证", "services[].domains[].verified"),
    ("是否实名认证", "services[].domains[].verified"),
    ("是否实名", "services[].domains[].verified"),
    ("域名是否实名", "services[].domains[].verified"),
    ("域名是否实名认证", "services[].domains[].verified"),
    ("实名认证", "services[].domains[].verified"),
    ("域名实名认证日期", "services[].domains[].verified_on"),
    ("包名", "services[].platforms[].package"),
    ("BundleID", "services[].platforms[].package"),
    ("运行平台", "services[].platforms[].os"),
    ("证书MD5指纹", "services[].platforms[].fingerprint"),
    ("材料名称", "attachments[].document"),
];

/// What the persons of a filing are called, by their paths: alone it is the person's name, and with one
/// of the words below something else of that person's (法人手机号).
pub(super) const PERSONS: &[(&str, &[&str])] = &[
    (
        "legal_representative",
        &["法人", "法人代表", "法定代表人", "企业法人"],
    ),
    ("principal", &["负责人", "主体负责人"]),
    ("services[].principal", &["服务负责人", "网站负责人"]),
    (
        "services[].domains[].registrant",
        &["域名持有者", "域名持有人", "域名所有者", "域名所有人"],
    ),
];

/// Headers that do not say whose they are, and the key of a person that they mean: a column of them
/// is of the person whose name stands to its left, and of the principal where no other is named.
pub(super) const OF_A_PERSON: &[(&str, &str)] = &[
    ("姓名", "name"),
    ("身份证", "certificate.number"),
    ("身份证号", "certificate.number"),
    ("身份证号码", "certificate.number"),
    ("手机", "mobile"),
    ("手机号", "mobile"),
    ("手机号码", "mobile"),
    ("联系电话", "mobile"),
    ("应急电话", "emergency_phone"),
    ("应急联系电话", "emergency_phone"),
    ("应急联系方式", "emergency_phone"),
    ("办公电话", "landline"),
    ("座机", "landline"),
    ("固定电话", "landline"),
    ("邮箱", "email"),
    ("邮箱地址", "email"),
    ("电子邮箱", "email"),
    ("电子邮件", "email"),
    ("身份证件号码", "certificate.number"),
    ("身份证有效期", "certificate.valid_until"),
    ("身份证有效期至", "certificate.valid_until"),
    ("身份证到期日", "certificate.valid_until"),
    ("身份证到期时间", "certificate.valid_until"),
    ("身份证地址", "certificate.address"),
    ("身份证住址", "certificate.address"),
    ("联系手机", "mobile"),
    ("移动电话", "mobile"),
    ("电话", "mobile"),
    ("电话号码", "mobile"),
    ("联系方式", "mobile"),
    ("应急手机", "emergency_phone"),
    ("应急手机号", "emergency_phone"),
    ("应急手机号码", "emergency_phone"),
    ("紧急联系电话", "emergency_phone"),
    ("紧急联系方式", "emergency_phone"),
    ("固话", "landline"),
    ("联系邮箱", "email"),
    ("常用邮箱", "email"),
    ("Email", "email"),
    ("E-mail", "email"),
    ("Mobile", "mobile"),
    ("Mobile phone", "mobile"),
    ("Phone", "mobile"),
    ("Phone number", "mobile"),
    ("ID number", "certificate.number"),
    ("ID card number", "certificate.number"),
];

/// The same of headers that mean nothing by themselves: a unit may have it as well.
pub(super) const OF_ANYBODY: &[(&str, &str)] = &[
    ("证件类型", "certificate.type"),
    ("证件号", "certificate.number"),
    ("证件号码", "certificate.number"),
    ("是否法人", "is_legal_representative"),
    ("是否为法人", "is_legal_representative"),
    ("是否是法人", "is_legal_representative"),
    ("是否法定代表人", "is_legal_representative"),
    ("是否为法定代表人", "is_legal_representative"),
    ("是否是法定代表人", "is_legal_representative"),
    ("证件种类", "certificate.type"),
    ("证件有效期", "certificate.valid_until"),
    ("证件有效期至", "certificate.valid_until"),
    ("证件到期日", "certificate.valid_until"),
    ("证件到期时间", "certificate.valid_until"),
];

/// Words that mean a person's name only behind what the person is called.
pub(super) const NAMES: &[&str] = &["名称", "名字"];

/// Headers that do not say what it is that ends then.
pub(super) const OF_AN_END: &[&str] = &[
    "到期时间",
    "到期日",
    "到期日期",
    "Expiry date",
    "Expiration date",
];

/// Headers of the column that groups rows to drafts.
pub(super) const DRAFT: &[&str] = &["草稿", "草稿编号", "编号", "draft", "id", "meta.id"];

/// What people write for a document that has another name, where that is one only.
pub(super) const DOCUMENTS: &[(&str, &str)] = &[
    ("身份证", "id-card"),
    ("身份证正反面", "id-card"),
    ("身份证复印件", "id-card"),
    ("身份证扫描件", "id-card"),
    ("身份证照片", "id-card"),
    ("二代身份证", "id-card"),
    ("营业执照副本", "business-license"),
    ("营业执照正本", "business-license"),
    ("营业执照正副本", "business-license"),
    ("营业执照复印件", "business-license"),
    ("营业执照扫描件", "business-license"),
    ("营业执照照片", "business-license"),
    ("营业执照副本复印件", "business-license"),
    ("营业执照副本扫描件", "business-license"),
];

/// What people write for whom a document concerns.
pub(super) const OWNERS: &[(&str, &str)] = &[
    ("公司", "subject"),
    ("单位", "subject"),
    ("企业", "subject"),
    ("本公司", "subject"),
    ("本单位", "subject"),
    ("法人代表", "legal_representative"),
];

/// What people write for an id of some closed list.
pub(super) const CHOICES: &[(&str, &str)] = &[
    ("首次", "first"),
    ("新增备案", "first"),
    ("接入", "access"),
    ("新增接入", "access"),
    ("变更", "change"),
    ("变更服务", "change-service"),
    ("变更网站", "change-service"),
    ("注销备案", "cancel-subject"),
    ("注销网站", "cancel-service"),
    ("注销服务", "cancel-service"),
    ("阿里", "aliyun"),
    ("华为", "huaweicloud"),
    ("腾讯", "tencentcloud"),
    ("百度", "baiducloud"),
    ("百度云", "baiducloud"),
    ("主体变更", "change-subject"),
    ("服务变更", "change-service"),
    ("网站变更", "change-service"),
    ("接入变更", "change-access"),
    ("主体注销", "cancel-subject"),
    ("网站注销", "cancel-service"),
    ("服务注销", "cancel-service"),
    ("接入取消", "cancel-access"),
    ("公司", "enterprise"),
    ("企业单位", "enterprise"),
    ("企业法人", "enterprise"),
    ("有限公司", "enterprise"),
    ("有限责任公司", "enterprise"),
    ("其他有限责任公司", "enterprise"),
    ("有限责任公司(自然人独资)", "enterprise"),
    ("有限责任公司(法人独资)", "enterprise"),
    ("有限责任公司(自然人投资或控股)", "enterprise"),
    ("有限责任公司(自然人投资或控股的法人独资)", "enterprise"),
    ("股份公司", "enterprise"),
    ("股份有限公司", "enterprise"),
    ("国企", "enterprise"),
    ("国有企业", "enterprise"),
    ("私企", "enterprise"),
    ("私营企业", "enterprise"),
    ("民企", "enterprise"),
    ("民营企业", "enterprise"),
    ("外资企业", "enterprise"),
    ("集体企业", "enterprise"),
    ("合伙企业", "enterprise"),
    ("个人独资企业", "enterprise"),
    ("个体户", "individual-business"),
    ("个体", "individual-business"),
    ("个体工商", "individual-business"),
    ("自然人", "personal"),
    ("个人备案", "personal"),
    ("机关", "government"),
    ("党政机关", "government"),
    ("国家机关", "government"),
    ("政府", "government"),
    ("事业", "institution"),
    ("事业单位法人", "institution"),
    ("社团", "social-organization"),
    ("律所", "law-firm"),
    ("民非", "private-non-enterprise"),
    ("民办非企业", "private-non-enterprise"),
    ("社会服务机构", "private-non-enterprise"),
    ("身份证", "id-card"),
    ("二代身份证", "id-card"),
    ("中华人民共和国居民身份证", "id-card"),
    ("港澳通行证", "hk-macao-permit"),
    ("回乡证", "hk-macao-permit"),
    ("港澳居住证", "hk-macao-residence-permit"),
    ("台胞证", "taiwan-permit"),
    ("台湾居住证", "taiwan-residence-permit"),
    ("外国人永久居留证", "foreign-permanent-resident-id"),
    ("临时身份证", "temporary-id-card"),
    ("执照", "business-license"),
    ("工商营业执照", "business-license"),
    ("营业执照副本", "business-license"),
    ("营业执照正本", "business-license"),
    ("营业执照(三证合一)", "business-license"),
    ("营业执照(个人或企业)", "business-license"),
    ("统一社会信用代码证", "unified-social-credit"),
    ("组织机构代码", "organization-code"),
    ("事业法人证", "institution-certificate"),
    ("事业法人证书", "institution-certificate"),
    ("站点", "website"),
    ("网页", "website"),
    ("移动应用", "app"),
    ("应用", "app"),
    ("手机应用", "app"),
    ("微信小程序", "mini-program"),
    ("企业官网", "organization-site"),
    ("单位官网", "organization-site"),
    ("单位门户", "organization-site"),
    ("官网", "organization-site"),
    ("电商", "shopping"),
    ("博客", "blog"),
    ("个人空间", "blog"),
    ("主体", "subject"),
    ("本单位", "subject"),
    ("本公司", "subject"),
    ("公司", "subject"),
    ("企业", "subject"),
    ("单位", "subject"),
    ("主办单位", "subject"),
    ("主办者", "subject"),
    ("法人", "legal-representative"),
    ("法定代表人本人", "legal-representative"),
    ("负责人", "principal"),
    ("高管", "senior-manager"),
    ("苹果", "ios"),
    ("harmonyos", "harmony"),
    ("鸿蒙系统", "harmony"),
    ("安卓系统", "android"),
    ("照片", "photo"),
    ("扫描件", "scan"),
    ("人像面", "front"),
    ("国徽面", "back"),
    ("背面", "back"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::fields::choices;
    use crate::sheet::column::catalogue;

    #[test]
    fn every_header_leads_to_a_column_and_to_one_only() {
        let labels: HashSet<&str> = catalogue()
            .columns()
            .iter()
            .filter(|column| column.field().is_some())
            .map(|column| column.label.zh.as_ref())
            .collect();
        let mut seen = HashSet::new();
        for (header, path) in HEADERS {
            let column = catalogue().of_path(path);
            assert!(column.is_some_and(|c| c.field().is_some()), "{path}");
            assert!(seen.insert(header), "{header} stands there twice");
            assert!(!labels.contains(header), "{header} is a label already");
            assert!(!DRAFT.contains(header), "{header}");
        }
        let persons = PERSONS.iter().flat_map(|(_, names)| *names);
        let short = OF_A_PERSON.iter().chain(OF_ANYBODY).map(|(text, _)| text);
        for word in persons.chain(short) {
            let is_end = OF_AN_END.contains(word);
            assert!(is_end || !seen.contains(word), "{word} stands there twice");
        }
    }

    #[test]
    fn every_choice_is_one() {
        let all = [
            choices::FILING_KINDS,
            choices::PROVIDERS,
            choices::SUBJECT_KINDS,
            choices::SUBJECT_CERTIFICATES,
            choices::SERVICE_KINDS,
            choices::CONTENTS,
            choices::APPROVALS,
            choices::REGISTRANT_ROLES,
            choices::SIDES,
            choices::MEDIA,
            choices::SYSTEMS,
        ];
        for (word, id) in CHOICES {
            let known = all
                .iter()
                .any(|choices| choices.iter().any(|choice| choice.id == *id));
            assert!(known, "{word}: {id}");
        }
    }
}
