"""The steps of a referral in the office's words."""

STEP_NAMES = {
    "dispatched": "ارسال به واحد",
    "acknowledged": "وصول در واحد",
    "interim": "پاسخ میانی",
    "answered": "پاسخ نهایی",
    "returned": "برگشت پاسخ نامرتبط",
    "passed": "واگذاری به واحد دیگر",
    "extended": "تمدید مهلت",
    "paused": "توقف مهلت",
    "resumed": "ادامهٔ مهلت",
    "reminded": "پیرو",
    "called": "تماس",
    "accepted": "تأیید متقاضی",
    "objected": "اعتراض متقاضی",
    "closed": "مختومه",
    "void": "ابطال برگه",
    "moved": "جابه‌جایی مهلت",
    "decided": "دستور شهردار",
}
