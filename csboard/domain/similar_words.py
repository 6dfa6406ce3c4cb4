"""Words that stand in letters about anything, so that they say nothing of what one is about."""

from __future__ import annotations

from csboard.domain.search_fold import search_fold

_JAPANESE = (
    "世話 願 願致 致 申 思 教 確認 連絡 対応 回答 返信 返事 返答 案内 説明 質問 相談 依頼 "
    "問い合わせ 問い合わ 申し訳 担当 担当者 弊社 御社 当社 当方 貴社 小生 株式 会社 株式会社 "
    "有限会社 様 殿 私 皆様 場合 状況 状態 方法 先日 昨日 今日 本日 明日 今朝 今回 前回 "
    "次回 先週 今週 来週 先月 今月 来月 去年 今年 以前 以上 以下 以降 現在 最近 時間 早急 "
    "至急 宜 忙 恐 恐縮 入 件 時 方 事 何 何度 回 一度 日 月 年 分 円 名 個 枚 本 点 今 前 "
    "後 中 上 下 際 為 頂 戴 平素 大変 失礼 手数 迷惑 拝啓 敬具 了承 承知 必要 可能 希望 "
    "予定 内容 自分 他 同 全 使 見 行 出 来 言 聞 知 書 持 待 受 取 困 旨 等 間 度 一 二 "
    "三 四 五 六 七 八 九 十 数 様子 送信 添付 メール サービス システム ご "
)
_ENGLISH = (
    "hello hi dear sir madam team thank thanks regards best kind sincerely cheers please sorry "
    "could would should can may might must shall will need want like get got have has had having "
    "does did done doing been being was were are am is be if so but because since until while when "
    "then than that these those there here they them their he she who which what where how why "
    "about into over under out up down off again also just only very too more most some any all "
    "each every other another such as by we us me my mine your yours our ours its it's i'm i've "
    "don't can't cannot isn't won't doesn't didn't yet still now today yesterday tomorrow week "
    "weeks day days month months ago last next let know help support question issue problem "
    "tell see use using used try tried trying make made go goes going one two three look looking "
    "customer forward reply answer send sent write wrote mail email e-mail message re fwd fw"
)
SAYS_NOTHING = frozenset(map(search_fold, (*_JAPANESE.split(), *_ENGLISH.split())))
"""Folded. How rare a word is on the board tells this too, but not on a board of a few hundred."""
