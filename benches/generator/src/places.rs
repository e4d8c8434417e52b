//! The 31 provinces. Source: GB/T 2260, and the provinces' characters in filing numbers.

/// A province that has a communications administration.
#[derive(Debug, Clone, Copy)]
pub struct Province {
    /// Its code.
    pub code: u32,
    /// Its name, short.
    pub name: &'static str,
    /// The character that filing numbers begin with.
    pub character: &'static str,
    /// A city in it, by code and name.
    pub city: (u32, &'static str),
}

const fn province(
    code: u32,
    name: &'static str,
    character: &'static str,
    city: u32,
    city_name: &'static str,
) -> Province {
    Province {
        code,
        name,
        character,
        city: (city, city_name),
    }
}

/// All of them, by code.
pub const PROVINCES: &[Province] = &[
    province(110_000, "北京", "京", 110_100, "北京"),
    province(120_000, "天津", "津", 120_100, "天津"),
    province(130_000, "河北", "冀", 130_100, "石家庄"),
    province(140_000, "山西", "晋", 140_100, "太原"),
    province(150_000, "内蒙古", "蒙", 150_100, "呼和浩特"),
    province(210_000, "辽宁", "辽", 210_100, "沈阳"),
    province(220_000, "吉林", "吉", 220_100, "长春"),
    province(230_000, "黑龙江", "黑", 230_100, "哈尔滨"),
    province(310_000, "上海", "沪", 310_100, "上海"),
    province(320_000, "江苏", "苏", 320_100, "南京"),
    province(330_000, "浙江", "浙", 330_100, "杭州"),
    province(340_000, "安徽", "皖", 340_100, "合肥"),
    province(350_000, "福建", "闽", 350_100, "福州"),
    province(360_000, "江西", "赣", 360_100, "南昌"),
    province(370_000, "山东", "鲁", 370_100, "济南"),
    province(410_000, "河南", "豫", 410_100, "郑州"),
    province(420_000, "湖北", "鄂", 420_100, "武汉"),
    province(430_000, "湖南", "湘", 430_100, "长沙"),
    province(440_000, "广东", "粤", 440_100, "广州"),
    province(450_000, "广西", "桂", 450_100, "南宁"),
    province(460_000, "海南", "琼", 460_100, "海口"),
    province(500_000, "重庆", "渝", 500_100, "重庆"),
    province(510_000, "四川", "蜀", 510_100, "成都"),
    province(520_000, "贵州", "黔", 520_100, "贵阳"),
    province(530_000, "云南", "滇", 530_100, "昆明"),
    province(540_000, "西藏", "藏", 540_100, "拉萨"),
    province(610_000, "陕西", "陕", 610_100, "西安"),
    province(620_000, "甘肃", "甘", 620_100, "兰州"),
    province(630_000, "青海", "青", 630_100, "西宁"),
    province(640_000, "宁夏", "宁", 640_100, "银川"),
    province(650_000, "新疆", "新", 650_100, "乌鲁木齐"),
];
