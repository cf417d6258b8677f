"""Can anything be checked? Words of work are weighed against words of attitude."""

import re

from luoshi.engine.minutes.words import either

WORK = re.compile(
    either(
        """机制 体系 制度 方案 规划 清单 项目 工程 平台 政策 措施 举措 标准 资金 投资 投入 招商 企业 产业 农业 工业 市场 消费 贸易 外资
        物流 成本 价格 货币 财政 贷款 信贷 债务 监管 执法 督导 考核 督查 督办 调度 检查 巡查 排查 整改 隐患 应急 演练 队伍建设 改造 修订
        编制 报送 上报 通报 报告 推广 试点 培训 宣传 服务保障 基础设施 网络 数据 场景 技术 研发 成果 产品 供给 供应 保供 就业 社保
        医疗 医保 养老 教师 师资 住房 用地 土地 环保 污染 节能 减排 疏解 城市更新 韧性 文物 审批 办理 答复 备案 验收 竣工 开工 投产 签约
        落地 建成 拆迁 征地 台账 名单 目录 档案 专家库 规定 办法 条例 预案 公开 征求 采购 招标 预算 工资 账款 粮食 耕地 农产品
        能源 电力 煤 交通 道路 铁路 航线 港口 人工智能 算力 软件 创新平台 攻关 人才 岗位 信息系统 窗口 热线 流程 问责 追责 处罚 打击
        整治 专项 信访 矛盾纠纷 火灾 防汛 消防 工程质量 跟踪 督促 资本 监控 负责制 短板弱项 存在的.{0,6}问题 突出问题 困难 堵点 职责 责任清单 财务 税收 收费 补贴
        奖补 融资 土壤 水质 学位 招生 床位 病床 民营 改革举措 新区建设 贫困 帮扶 返贫 收入 物价 房地产 汇率 利率 债券
        会商 联席 例会 专班 领导小组 联络员 工作机制 信用 知识产权 园区 载体 链 设备 材料 药品 食品 旅游 创建 设计 立项"""
    )
)
STANCE = re.compile(
    either(
        """学习贯彻 精神 讲话 思想 理念 意识 认识 信心 定力 担当 作为 合力 责任感 紧迫感 使命 高度 政治站位 统一思想 引领 贡献 新局面
        凝聚 团结 奋斗 领头羊 排头兵 党性 信念 看齐 忠诚 旗帜 初心 久久为功 以身作则 以上率下 表率 带头 决心 劲头 状态 作风 姿态
        干劲 斗志 勇气 觉悟 情怀 主人翁 大局 方向 高举 热情 氛围 新篇章 新台阶 新突破 高质量发展 现代化 发展理念 价值观 根本 重要性
        创造性 主动性 积极性 强大动力 坚强保障 有力保障 之路 和谐 各项任务 各项工作 属地责任 优良传统"""
    )
)
FIGURE = re.compile(r"\d[\d,.]*\s*(?:%|亿|万|家|个|项|户|公里|处|所|套|名|人)")
STRONG = 2


def is_vague(text: str, *, has_deadline: bool, has_measure: bool) -> bool:
    """`text` in simplified script. A date or a figure can always be checked."""
    if has_deadline or has_measure or FIGURE.search(text):
        return False
    work = len(set(WORK.findall(text)))
    stance = len(set(STANCE.findall(text)))
    return work == 0 or stance >= STRONG * work + 1
