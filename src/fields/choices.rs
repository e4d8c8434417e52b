//! The closed lists of the draft format. Ids are the draft's; labels are the filing system's terms.

use super::kind::{Choice, choice};

/// `filing.kind`.
pub const FILING_KINDS: &[Choice] = &[
    choice("first", "首次备案", "first filing"),
    choice(
        "add-service",
        "新增互联网信息服务（主体在本接入商）",
        "additional service (subject on record with this provider)",
    ),
    choice(
        "add-service-elsewhere",
        "新增互联网信息服务（主体在其他接入商）",
        "additional service (subject on record with another provider)",
    ),
    choice("access", "接入备案", "access filing"),
    choice("change", "变更备案", "change"),
    choice("change-subject", "变更主体", "change of the subject"),
    choice(
        "change-service",
        "变更互联网信息服务",
        "change of a service",
    ),
    choice("change-access", "变更接入", "change of the access"),
    choice(
        "transfer-subject",
        "网站迁移（更换主体）",
        "transfer to another subject",
    ),
    choice("cancel-subject", "注销主体", "cancellation of the subject"),
    choice(
        "cancel-service",
        "注销互联网信息服务",
        "cancellation of a service",
    ),
    choice("cancel-access", "取消接入", "cancellation of the access"),
];

/// `filing.provider`.
pub const PROVIDERS: &[Choice] = &[
    choice("aliyun", "阿里云", "Alibaba Cloud"),
    choice("huaweicloud", "华为云", "Huawei Cloud"),
    choice("tencentcloud", "腾讯云", "Tencent Cloud"),
    choice("baiducloud", "百度智能云", "Baidu AI Cloud"),
    choice("other", "其他接入商", "another provider"),
];

/// `subject.kind`.
pub const SUBJECT_KINDS: &[Choice] = &[
    choice("personal", "个人", "person"),
    choice("enterprise", "企业", "enterprise"),
    choice("individual-business", "个体工商户", "individual business"),
    choice("government", "政府机关", "government body"),
    choice("institution", "事业单位", "public institution"),
    choice("social-organization", "社会团体", "social organisation"),
    choice("foundation", "基金会", "foundation"),
    choice(
        "private-non-enterprise",
        "民办非企业单位",
        "private non-enterprise unit",
    ),
    choice("law-firm", "律师事务所", "law firm"),
    choice("military", "国防机关", "military unit"),
    choice("other-unit", "其他单位", "other unit"),
];

/// `certificate.type` of persons: the head of [`SUBJECT_CERTIFICATES`], so that a value keeps its
/// number where a person is the subject.
pub const PERSON_CERTIFICATES: &[Choice] = SUBJECT_CERTIFICATES.split_at(8).0;

/// `subject.certificate.type`: those of persons, then those of units.
pub const SUBJECT_CERTIFICATES: &[Choice] = &[
    choice("id-card", "居民身份证", "resident ID card"),
    choice(
        "hk-macao-permit",
        "港澳居民来往内地通行证",
        "mainland travel permit for Hong Kong and Macao residents",
    ),
    choice(
        "hk-macao-residence-permit",
        "港澳居民居住证",
        "residence permit for Hong Kong and Macao residents",
    ),
    choice(
        "taiwan-permit",
        "台湾居民来往大陆通行证",
        "mainland travel permit for Taiwan residents",
    ),
    choice(
        "taiwan-residence-permit",
        "台湾居民居住证",
        "residence permit for Taiwan residents",
    ),
    choice("passport", "护照", "passport"),
    choice(
        "foreign-permanent-resident-id",
        "外国人永久居留身份证",
        "foreign permanent resident ID card",
    ),
    choice("temporary-id-card", "临时居民身份证", "temporary ID card"),
    choice("business-license", "营业执照", "business licence"),
    choice(
        "organization-code",
        "组织机构代码证",
        "organisation code certificate",
    ),
    choice(
        "unified-social-credit",
        "统一社会信用代码证书",
        "unified social credit code certificate",
    ),
    choice(
        "institution-certificate",
        "事业单位法人证书",
        "institution certificate",
    ),
    choice(
        "social-organization-certificate",
        "社会团体法人登记证书",
        "social organisation certificate",
    ),
    choice(
        "private-non-enterprise-certificate",
        "民办非企业单位登记证书",
        "private non-enterprise unit certificate",
    ),
    choice(
        "foundation-certificate",
        "基金会法人登记证书",
        "foundation certificate",
    ),
    choice(
        "law-firm-license",
        "律师事务所执业许可证",
        "law firm licence",
    ),
    choice("military-code", "部队代号", "military unit code"),
    choice("other", "其他证件", "another certificate"),
];

/// `services[].kind`.
pub const SERVICE_KINDS: &[Choice] = &[
    choice("website", "网站", "website"),
    choice("app", "App", "app"),
    choice("mini-program", "小程序", "mini program"),
    choice("quick-app", "快应用", "quick app"),
];

/// `services[].content` (服务内容, 1–24 of the filing system).
pub const CONTENTS: &[Choice] = &[
    choice("instant-messaging", "即时通信", "instant messaging"),
    choice("search-engine", "搜索引擎", "search engine"),
    choice("portal", "综合门户", "portal"),
    choice("webmail", "网上邮局", "web mail"),
    choice("news", "网络新闻", "news"),
    choice("blog", "博客/个人空间", "blog or personal space"),
    choice("advertising", "网络广告/信息", "advertising"),
    choice(
        "organization-site",
        "单位门户网站",
        "site of an organisation",
    ),
    choice("shopping", "网络购物", "shopping"),
    choice("payment", "网上支付", "payment"),
    choice("banking", "网上银行", "banking"),
    choice("securities", "网上炒股/股票基金", "securities"),
    choice("games", "网络游戏", "games"),
    choice("music", "网络音乐", "music"),
    choice("video", "网络影视", "video"),
    choice("images", "网络图片", "images"),
    choice("downloads", "网络软件/下载", "downloads"),
    choice("recruitment", "网上招聘", "recruitment"),
    choice("dating", "网上交友/婚介", "dating"),
    choice("real-estate", "网上房产", "real estate"),
    choice("education", "网络教育", "education"),
    choice("web-building", "网站建设", "web building"),
    choice("wap", "WAP", "WAP"),
    choice("other", "其他", "other"),
];

/// `services[].involves` and the kind of a pre-approval (前置审批).
pub const APPROVALS: &[Choice] = &[
    choice("news", "新闻", "news"),
    choice("publishing", "出版", "publishing"),
    choice("education", "教育", "education"),
    choice("medical", "医疗保健", "medical"),
    choice(
        "drugs-and-devices",
        "药品和医疗器械",
        "drugs and medical devices",
    ),
    choice("culture", "文化", "culture"),
    choice("broadcasting", "广播电影电视节目", "broadcasting"),
    choice("games", "游戏", "games"),
    choice("ride-hailing", "网络预约车", "ride hailing"),
    choice("finance", "互联网金融", "finance"),
    choice("off-campus-training", "校外培训", "off-campus training"),
    choice("religion", "宗教", "religion"),
    choice("tourism", "旅游", "tourism"),
];

/// `registrant.role`.
pub const REGISTRANT_ROLES: &[Choice] = &[
    choice("subject", "备案主体", "the subject"),
    choice(
        "legal-representative",
        "法定代表人",
        "the legal representative",
    ),
    choice("principal", "主体负责人", "the principal"),
    choice("shareholder", "股东", "a shareholder"),
    choice("senior-manager", "高级管理人员", "a senior manager"),
    choice("parent-company", "母公司", "the parent company"),
    choice("other", "其他人", "somebody else"),
];

/// `attachments[].side`.
pub const SIDES: &[Choice] = &[
    choice("front", "正面", "front"),
    choice("back", "反面", "back"),
];

/// `attachments[].medium`.
pub const MEDIA: &[Choice] = &[
    choice("photo", "拍照", "photo"),
    choice("scan", "扫描", "scan"),
    choice("electronic", "电子证照", "electronic certificate"),
    choice("copy", "复印件", "copy"),
];

/// Who signs a document.
pub const SIGNERS: &[Choice] = &[
    choice("person", "本人", "the person"),
    choice(
        "legal-representative",
        "法定代表人",
        "the legal representative",
    ),
    choice("principal", "主体负责人", "the principal"),
    choice(
        "service-principal",
        "互联网信息服务负责人",
        "the service principal",
    ),
    choice("guardian", "监护人", "the guardian"),
    choice("domain-holder", "域名持有者", "the holder of the domain"),
];

/// `platforms[].os`.
pub const SYSTEMS: &[Choice] = &[
    choice("android", "安卓", "Android"),
    choice("ios", "iOS", "iOS"),
    choice("harmony", "鸿蒙", "HarmonyOS"),
    choice("other", "其他", "other"),
];

/// Where a person is from, as the certificate tells (derived).
pub const ORIGINS: &[Choice] = &[
    choice("mainland", "中国大陆居民", "mainland resident"),
    choice("hk-macao", "港澳居民", "Hong Kong or Macao resident"),
    choice("taiwan", "台湾居民", "Taiwan resident"),
    choice("foreign", "外籍人员", "foreign national"),
];

/// Which part a person has in the filing (derived).
pub const PERSON_ROLES: &[Choice] = &[
    choice("legal-representative", "法定代表人", "legal representative"),
    choice("principal", "主体负责人", "principal"),
    choice(
        "service-principal",
        "互联网信息服务负责人",
        "service principal",
    ),
];

/// What the addresses of an access are for, the worst of them (derived).
pub const ADDRESS_STATES: &[Choice] = &[
    choice("public", "公网地址", "public"),
    choice("documentation", "文档示例地址", "for documentation"),
    choice("not-public", "非公网地址", "not public"),
    choice("malformed", "格式不对", "malformed"),
    choice("absent", "没有地址", "no address"),
];

/// How a value stands to its format (derived).
pub const STATES: &[Choice] = &[
    choice("ok", "正确", "well formed"),
    choice("doubtful", "存疑", "doubtful"),
    choice("malformed", "格式不对", "malformed"),
];

/// What stands where an attachment's file is said to be (derived).
pub const FILE_STATES: &[Choice] = &[
    choice("readable", "读得到", "readable"),
    choice("missing", "不存在", "not there"),
    choice(
        "outside",
        "不在草稿的目录里",
        "outside the draft's directory",
    ),
    choice("not-a-file", "不是普通文件", "not an ordinary file"),
    choice("empty", "是空的", "empty"),
    choice("unreadable", "打不开", "cannot be opened"),
];

/// What the bytes of an attachment's file are (derived).
pub const FILE_FORMATS: &[Choice] = &[
    choice("jpeg", "JPEG", "JPEG"),
    choice("png", "PNG", "PNG"),
    choice("gif", "GIF", "GIF"),
    choice("webp", "WebP", "WebP"),
    choice("bmp", "BMP", "BMP"),
    choice("tiff", "TIFF", "TIFF"),
    choice("heic", "HEIC", "HEIC"),
    choice("avif", "AVIF", "AVIF"),
    choice("other-jpeg", "JPEG XL 或 JPEG 2000", "JPEG XL or JPEG 2000"),
    choice("svg", "SVG", "SVG"),
    choice("psd", "PSD", "PSD"),
    choice("ico", "ICO", "ICO"),
    choice("pdf", "PDF", "PDF"),
    choice("office", "Office 文档", "an office document"),
    choice(
        "archive",
        "Office 文档或压缩包",
        "an office document or an archive",
    ),
    choice("text", "文本或网页", "text or a web page"),
    choice("video", "视频", "a film"),
    choice("unknown", "认不出的内容", "nothing known"),
];

/// Whether an attachment's picture can be decoded (derived).
pub const SOUNDNESS: &[Choice] = &[
    choice("sound", "完好", "sound"),
    choice(
        "suspect",
        "有不合格式的地方",
        "against its format in places",
    ),
    choice("damaged", "损坏或不完整", "damaged or cut short"),
    choice("unusual", "少见的编码", "unusually encoded"),
    choice(
        "too-large",
        "像素太多，没有细看",
        "too many pixels to be looked at",
    ),
];

/// What is seen on an attachment's picture (derived).
pub const MARKINGS: &[Choice] = &[
    choice("drawn", "有内容", "something"),
    choice("blank", "空白", "an empty page"),
    choice("one-colour", "只有一种颜色", "one colour"),
];

/// Whether an attachment's picture has colours (derived).
pub const HUES: &[Choice] = &[
    choice("colour", "彩色", "in colour"),
    choice("nearly-grey", "几乎没有颜色", "hardly any colour"),
    choice("grey", "黑白", "black and white"),
];
