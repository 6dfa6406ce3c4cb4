"""Other words for what can be done: the palette finds by them, and shows none.

Of both languages in one table, for they are searched together whatever is spoken.
"""

from __future__ import annotations

SYNONYMS: dict[str, tuple[str, ...]] = {
    "claim": ("assign", "own", "mine", "担当にする", "担当する", "引き受ける", "着手"),
    "release": ("unassign", "return", "drop", "担当を外れる", "手放す", "未担当に戻す"),
    "take_over": ("reassign", "hand over", "代わる", "引き継ぐ", "引継ぎ", "担当を変える"),
    "undo": ("cancel", "revert", "back out", "取り消す", "取消", "もとにもどす", "もとに戻す"),
    "reply": ("answer", "draft", "mail", "返信", "返信する", "下書き", "下書きを開く", "返答"),
    "write": ("edit", "type", "書く", "編集", "下書き"),
    "comment": ("remark", "review", "コメント", "指摘", "レビュー", "レビューコメント"),
    "propose": ("suggest", "wording", "提案", "言い換え", "修正案"),
    "answer": ("respond", "返答", "コメントに返す"),
    "resolve": ("done", "settle", "reopen", "解決", "解決する", "解決済み", "片付ける"),
    "accept": ("apply", "take over", "採用", "提案を採用", "取り込む"),
    "approve": ("ok", "lgtm", "sign off", "承認", "承認する", "許可"),
    "change": ("reject", "send back", "request changes", "差し戻す", "差し戻し", "修正依頼"),
    "ask": ("review", "request review", "レビュー依頼", "レビューを頼む", "レビュー"),
    "compare": ("diff", "revisions", "history", "差分", "版", "比べる", "変更点"),
    "head": ("to", "cc", "recipients", "subject", "宛先", "件名", "CC"),
    "send": ("deliver", "submit", "送信", "送信する", "送る", "出す"),
    "discard": ("delete", "throw away", "破棄", "捨てる", "削除"),
    "elsewhere": ("editor", "vim", "emacs", "エディター", "エディタ"),
    "note": ("memo", "メモを書く"),
    "wait": ("hold", "snooze", "wait", "pending", "保留にする", "待つ", "返信待ち"),
    "edit": ("change", "policy", "fact", "modify", "編集する", "変更", "直す", "書き直す"),
    "tags": ("label", "category", "ラベル", "分類"),
    "new": ("create", "add", "phone", "call", "作成", "追加", "登録", "起票", "電話"),
    "filter": ("search", "find", "grep", "検索", "探す", "さがす"),
    "split_off": ("subtask", "add task", "サブタスク", "タスクを追加", "タスクを作る"),
    "rename": ("title", "タスク名", "名前を変える"),
    "reopen": ("open again", "resume", "再開", "完了を取り消す"),
    "merge": ("combine", "duplicate", "統合", "統合する", "まとめる", "重複", "マージ"),
    "divide": ("split", "take apart", "分ける", "分離"),
    "link": ("relate", "connect", "リンク", "ひも付け", "紐付け"),
    "others": ("history of customer", "linked", "リンク", "過去の問い合わせ"),
    "files": ("attachment", "download", "save", "添付", "ダウンロード", "保存"),
    "order": ("sort", "並べ替え", "並べかえ", "ソート"),
    "mark": ("select", "選択", "複数"),
    "unmark": ("deselect", "選択解除", "選択を外す"),
    "join": ("merge", "attach", "追加", "まとめる"),
    "drop": ("archive", "dismiss", "ignore", "片付ける", "無視"),
    "junk": ("spam", "迷惑メール", "スパム"),
    "block": ("spam", "ban", "unwanted", "ブロック", "拒否", "受信拒否"),
    "reread": ("parse", "retry", "読み直す", "再読み込み"),
    "quit": ("exit", "logout", "bye", "やめる", "csboardを閉じる", "終わる"),
    "help": ("keys", "shortcuts", "キー一覧", "使い方", "ショートカット"),
    "settings": (
        "language",
        "preferences",
        "options",
        "theme",
        "editor",
        "team",
        "言語",
        "日本語",
        "テーマ",
        "色",
        "配色",
        "colours",
        "colors",
        "環境設定",
        "キーの変更",
    ),
    "tray": ("unsorted", "incoming", "届いたメール"),
    "inbox": ("mentions", "reviews", "for me", "notifications", "自分宛て", "通知", "呼びかけ"),
    "round": ("sent", "thanks", "learn", "read aloud", "読み合わせ", "送信済み", "音読", "お礼"),
    "thank": ("like", "praise", "good", "ありがとう", "感謝"),
    "activity": ("news", "history", "notifications", "通知", "新着", "履歴"),
    "number": ("jump", "find number", "番号で探す", "ジャンプ"),
}
"""By the name of the action, which is the same wherever it can be done."""

CLOSING = ("done", "close", "finish", "complete", "resolve", "完了", "閉じる", "終わらせる", "解決")
"""For moving a task to a stage where work ends."""

MOVING = ("move", "stage", "移動", "移す", "ステージ")
"""For moving a task to any stage."""
