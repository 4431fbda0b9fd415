"""Editions made by hand: one short leaflet, on a child with fever, in the scripts that go wrong."""

# ruff: noqa: E501 - sentences are not cut

from __future__ import annotations

import datetime
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.documents.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Text, Title
from pipeline.documents.inline import Foreign, Inline, Isolate, Link, Run, Styled
from pipeline.editions.model import Banner, Edition, Fact, Provenance, Publisher, Review
from pipeline.language.locale import parse_locale


@dataclass(frozen=True)
class Words:
    """A leaflet's words in one language; ``{…}`` in a sentence is a piece that must keep its order."""

    title: str
    opening: str
    heading: str
    items: tuple[str, ...]
    warning: str
    closing: str
    banner: tuple[str, str]
    facts: tuple[str, str, str, str, str]  # heading, language, published, publisher, where to ask
    page: str


ENGLISH = Words(
    "When your child has a fever",
    "A fever is a temperature above {38.5\u00a0°C}. It helps the body to fight an infection and often goes away by itself.",
    "What you can do",
    (
        "Give paracetamol every {6–8\u00a0h}, at most {4} doses a day.",
        "Let the child drink often, in small sips.",
        "Do not give aspirin to anyone under {16}.",
    ),
    "Call {0800\u00a0123\u00a0456} at once if your child has trouble breathing.",
    "Keep this leaflet. You may need it again.",
    ("Draft: not reviewed", "Do not hand out. No reviewer has approved this text."),
    ("About this leaflet", "Language", "Published", "Publisher", "Where to ask"),
    "Page {page} of {pages}",
)

WORDS = {
    "en": ENGLISH,
    "ar": Words(
        "عندما يصاب طفلك بالحمى",
        "الحمى هي ارتفاع درجة الحرارة فوق {38.5\u00a0°C}. تساعد الحمى الجسم على مقاومة العدوى، وغالبًا ما تزول من تلقاء نفسها.",
        "ما الذي يمكنك فعله",
        (
            "أعطِ الباراسيتامول كل {6–8} ساعات، و{4} جرعات في اليوم على الأكثر.",
            "دع الطفل يشرب كثيرًا، على رشفات صغيرة.",
            "لا تعطِ الأسبرين لمن هم دون {16} عامًا.",
        ),
        "اتصل فورًا بالرقم {0800\u00a0123\u00a0456} إذا وجد طفلك صعوبة في التنفس.",
        "احتفظ بهذه النشرة، فقد تحتاج إليها مرة أخرى.",
        ("مسودة: لم تُراجع", "لا توزعها. لم يوافق أي مراجع على هذا النص."),
        ("عن هذه النشرة", "اللغة", "تاريخ النشر", "الناشر", "للاستفسار"),
        "صفحة {page} من {pages}",
    ),
    "ur": Words(
        "جب آپ کے بچے کو بخار ہو",
        "بخار کا مطلب ہے کہ درجہ حرارت {38.5\u00a0°C} سے زیادہ ہو۔ یہ جسم کو انفیکشن سے لڑنے میں مدد دیتا ہے اور اکثر خود ہی ٹھیک ہو جاتا ہے۔",
        "آپ کیا کر سکتے ہیں",
        (
            "ہر {6–8} گھنٹے بعد پیراسیٹامول دیں، دن میں زیادہ سے زیادہ {4} خوراکیں۔",
            "بچے کو بار بار تھوڑا تھوڑا پانی پلائیں۔",
            "{16} سال سے کم عمر کسی کو اسپرین نہ دیں۔",
        ),
        "اگر بچے کو سانس لینے میں دشواری ہو تو فوراً {0800\u00a0123\u00a0456} پر فون کریں۔",
        "یہ پرچہ سنبھال کر رکھیں۔ آپ کو اس کی دوبارہ ضرورت پڑ سکتی ہے۔",
        ("مسودہ: نظرثانی نہیں ہوئی", "تقسیم نہ کریں۔ کسی نے اس متن کی منظوری نہیں دی۔"),
        ("اس پرچے کے بارے میں", "زبان", "تاریخِ اشاعت", "ناشر", "معلومات کے لیے"),
        "صفحہ {page} از {pages}",
    ),
    "he": Words(
        "כשלילד שלכם יש חום",
        "חום הוא טמפרטורה מעל {38.5\u00a0°C}. הוא עוזר לגוף להילחם בזיהום ולרוב חולף מעצמו.",
        "מה אפשר לעשות",
        (
            "תנו פרצטמול כל {6–8} שעות, לכל היותר {4} מנות ביום.",
            "תנו לילד לשתות לעיתים קרובות.",
            "אין לתת אספירין למי שטרם מלאו לו {16}.",
        ),
        "התקשרו מיד למספר {0800\u00a0123\u00a0456} אם הילד מתקשה לנשום.",
        "שמרו את העלון הזה. ייתכן שתזדקקו לו שוב.",
        ("טיוטה: לא נבדקה", "אין לחלק. אף בודק לא אישר את הטקסט."),
        ("על העלון", "שפה", "פורסם", "מוציא לאור", "לשאלות"),
        "עמוד {page} מתוך {pages}",
    ),
    "hi": Words(
        "जब आपके बच्चे को बुखार हो",
        "बुखार का मतलब है कि शरीर का तापमान {38.5\u00a0°C} से ऊपर हो। यह शरीर को संक्रमण से लड़ने में मदद करता है और अक्सर अपने आप ठीक हो जाता है।",
        "आप क्या कर सकते हैं",
        (
            "हर {6–8} घंटे में पैरासिटामोल दें, दिन में अधिक से अधिक {4} खुराक।",
            "बच्चे को बार-बार थोड़ा-थोड़ा पानी पिलाएँ।",
            "{16} वर्ष से कम उम्र के किसी को भी एस्पिरिन न दें।",
        ),
        "यदि बच्चे को साँस लेने में कठिनाई हो तो तुरंत {0800\u00a0123\u00a0456} पर फ़ोन करें।",
        "यह पर्चा सँभालकर रखें। आपको इसकी फिर ज़रूरत पड़ सकती है।",
        ("मसौदा: समीक्षा नहीं हुई", "इसे न बाँटें। किसी समीक्षक ने इस पाठ को मंज़ूरी नहीं दी है।"),
        ("इस पर्चे के बारे में", "भाषा", "प्रकाशित", "प्रकाशक", "कहाँ पूछें"),
        "पृष्ठ {page} / {pages}",
    ),
    "bn": Words(
        "আপনার শিশুর জ্বর হলে",
        "শরীরের তাপমাত্রা {38.5\u00a0°C}-এর বেশি হলে তাকে জ্বর বলে। জ্বর শরীরকে সংক্রমণের বিরুদ্ধে লড়তে সাহায্য করে এবং প্রায়ই নিজে থেকে সেরে যায়।",
        "আপনি কী করতে পারেন",
        (
            "প্রতি {6–8} ঘণ্টায় প্যারাসিটামল দিন, দিনে সর্বোচ্চ {4} বার।",
            "শিশুকে বারবার অল্প অল্প করে পানি পান করান।",
            "{16} বছরের কম বয়সী কাউকে অ্যাসপিরিন দেবেন না।",
        ),
        "শিশুর শ্বাস নিতে কষ্ট হলে সঙ্গে সঙ্গে {0800\u00a0123\u00a0456} নম্বরে ফোন করুন।",
        "এই লিফলেটটি রেখে দিন। এটি আপনার আবার দরকার হতে পারে।",
        ("খসড়া: পর্যালোচনা হয়নি", "বিতরণ করবেন না। কোনো পর্যালোচক এই লেখা অনুমোদন করেননি।"),
        ("এই লিফলেট সম্পর্কে", "ভাষা", "প্রকাশিত", "প্রকাশক", "কোথায় জানবেন"),
        "পৃষ্ঠা {page} / {pages}",
    ),
    "th": Words(
        "เมื่อลูกของคุณมีไข้",
        "ไข้คือการที่อุณหภูมิร่างกายสูงกว่า {38.5\u00a0°C} ไข้ช่วยให้ร่างกายต่อสู้กับการติดเชื้อและมักจะหายไปเอง",
        "สิ่งที่คุณทำได้",
        (
            "ให้ยาพาราเซตามอลทุก {6–8} ชั่วโมง ไม่เกินวันละ {4} ครั้ง",
            "ให้เด็กดื่มน้ำบ่อย ๆ ทีละน้อย",
            "ห้ามให้ยาแอสไพรินแก่ผู้ที่อายุต่ำกว่า {16} ปี",
        ),
        "หากเด็กหายใจลำบาก ให้โทร {0800\u00a0123\u00a0456} ทันที",
        "โปรดเก็บเอกสารนี้ไว้ คุณอาจต้องใช้อีก",
        ("ฉบับร่าง: ยังไม่ได้ตรวจทาน", "ห้ามแจกจ่าย ยังไม่มีผู้ตรวจทานรับรองข้อความนี้"),
        ("เกี่ยวกับเอกสารนี้", "ภาษา", "เผยแพร่เมื่อ", "ผู้จัดพิมพ์", "สอบถามได้ที่"),
        "หน้า {page} จาก {pages}",
    ),
    "km": Words(
        "នៅពេលកូនរបស់អ្នកមានគ្រុនក្តៅ",
        "គ្រុនក្តៅគឺជាសីតុណ្ហភាពលើសពី {38.5\u00a0°C}។ វាជួយរាងកាយប្រឆាំងនឹងការឆ្លងរោគ ហើយជារឿយៗបាត់ទៅវិញដោយខ្លួនឯង។",
        "អ្វីដែលអ្នកអាចធ្វើបាន",
        ("ឱ្យប៉ារ៉ាសេតាម៉ុលរៀងរាល់ {6–8} ម៉ោងម្តង។", "ឱ្យកុមារផឹកទឹកញឹកញាប់។", "កុំឱ្យអាស្ពីរីនដល់អ្នកដែលមានអាយុក្រោម {16} ឆ្នាំ។"),
        "សូមទូរស័ព្ទទៅលេខ {0800\u00a0123\u00a0456} ភ្លាមៗ ប្រសិនបើកុមារពិបាកដកដង្ហើម។",
        "សូមរក្សាទុកខិត្តប័ណ្ណនេះ។",
        ("សេចក្តីព្រាង៖ មិនទាន់បានពិនិត្យ", "កុំចែកចាយ។"),
        ("អំពីខិត្តប័ណ្ណនេះ", "ភាសា", "បានបោះពុម្ព", "អ្នកបោះពុម្ព", "សាកសួរ"),
        "ទំព័រ {page} នៃ {pages}",
    ),
    "my": Words(
        "သင့်ကလေး ဖျားသောအခါ",
        "ဖျားခြင်းဆိုသည်မှာ ကိုယ်အပူချိန် {38.5\u00a0°C} ထက် ကျော်လွန်ခြင်း ဖြစ်သည်။ ၎င်းသည် ရောဂါပိုးကို တိုက်ဖျက်ရာတွင် ကူညီသည်။",
        "သင် ဘာလုပ်နိုင်သလဲ",
        ("ပါရာစီတမောကို {6–8} နာရီတစ်ကြိမ် တိုက်ပါ။", "ကလေးကို ရေ မကြာခဏ တိုက်ပါ။", "အသက် {16} နှစ်အောက်ကို အက်စပရင် မတိုက်ပါနှင့်။"),
        "ကလေး အသက်ရှူရခက်လျှင် {0800\u00a0123\u00a0456} သို့ ချက်ချင်း ဖုန်းဆက်ပါ။",
        "ဤလက်ကမ်းစာစောင်ကို သိမ်းထားပါ။",
        ("မူကြမ်း− မစစ်ဆေးရသေးပါ", "မဖြန့်ဝေပါနှင့်။"),
        ("ဤစာစောင်အကြောင်း", "ဘာသာစကား", "ထုတ်ဝေသည့်ရက်", "ထုတ်ဝေသူ", "မေးမြန်းရန်"),
        "စာမျက်နှာ {page} / {pages}",
    ),
    "zh-Hans": Words(
        "孩子发烧时怎么办",
        "发烧是指体温高于 {38.5\u00a0°C}。发烧有助于身体抵抗感染，通常会自行消退。",
        "您可以做什么",
        (
            "每 {6–8} 小时服用一次对乙酰氨基酚，每天最多 {4} 次。",
            "让孩子少量多次喝水。",
            "切勿让未满 {16} 岁的人服用阿司匹林。",
        ),
        "如果孩子呼吸困难，请立即拨打 {0800\u00a0123\u00a0456}。",
        "请保留这份传单，您可能还会用到它。",
        ("草稿：未经审核", "请勿分发。尚无审核人员批准此文本。"),
        ("关于这份传单", "语言", "发布日期", "发布者", "咨询"),
        "第 {page} 页，共 {pages} 页",
    ),
    "ru": Words(
        "Если у ребёнка жар",
        "Жар — это температура выше {38.5\u00a0°C}. Он помогает организму бороться с инфекцией и часто проходит сам.",
        "Что вы можете сделать",
        (
            "Давайте парацетамол каждые {6–8\u00a0ч}, не более {4} раз в день.",
            "Давайте ребёнку пить часто и понемногу.",
            "Не давайте аспирин никому младше {16} лет.",
        ),
        "Немедленно позвоните по номеру {0800\u00a0123\u00a0456}, если ребёнку трудно дышать.",
        "Сохраните эту листовку. Она может понадобиться вам снова.",
        ("Черновик: не проверено", "Не распространять. Этот текст не одобрен ни одним рецензентом."),
        ("Об этой листовке", "Язык", "Опубликовано", "Издатель", "Куда обратиться"),
        "Страница {page} из {pages}",
    ),
    "vi": Words(
        "Khi con bạn bị sốt",
        "Sốt là khi nhiệt độ cơ thể trên {38.5\u00a0°C}. Sốt giúp cơ thể chống lại nhiễm trùng và thường tự khỏi.",
        "Bạn có thể làm gì",
        (
            "Cho uống paracetamol mỗi {6–8} giờ, nhiều nhất {4} lần một ngày.",
            "Cho trẻ uống nước thường xuyên, từng ngụm nhỏ.",
            "Không cho người dưới {16} tuổi uống aspirin.",
        ),
        "Gọi ngay {0800\u00a0123\u00a0456} nếu trẻ khó thở.",
        "Hãy giữ tờ rơi này. Bạn có thể cần lại.",
        ("Bản nháp: chưa được duyệt", "Không phát hành. Chưa có người duyệt nào chấp thuận văn bản này."),
        ("Về tờ rơi này", "Ngôn ngữ", "Ngày xuất bản", "Đơn vị xuất bản", "Nơi hỏi"),
        "Trang {page} trên {pages}",
    ),
    "am": Words(
        "ልጅዎ ትኩሳት ሲኖረው",
        "ትኩሳት ማለት የሰውነት ሙቀት ከ{38.5\u00a0°C} በላይ ሲሆን ነው። ሰውነት ኢንፌክሽንን እንዲዋጋ ይረዳል።",
        "ምን ማድረግ ይችላሉ",
        ("ፓራሲታሞል በየ{6–8} ሰዓቱ ይስጡ።", "ልጁ ቶሎ ቶሎ እንዲጠጣ ያድርጉ።", "ከ{16} ዓመት በታች ለሆነ ሰው አስፕሪን አይስጡ።"),
        "ልጅዎ ለመተንፈስ ከተቸገረ ወዲያውኑ {0800\u00a0123\u00a0456} ይደውሉ።",
        "ይህን በራሪ ወረቀት ያስቀምጡ።",
        ("ረቂቅ፦ አልተገመገመም", "አያሰራጩ።"),
        ("ስለዚህ ወረቀት", "ቋንቋ", "የታተመበት ቀን", "አሳታሚ", "ለጥያቄ"),
        "ገጽ {page} ከ{pages}",
    ),
    "ta": Words(
        "உங்கள் குழந்தைக்குக் காய்ச்சல் வரும்போது",
        "காய்ச்சல் என்பது உடல் வெப்பநிலை {38.5\u00a0°C}-க்கு மேல் இருப்பது. இது தொற்றை எதிர்க்க உடலுக்கு உதவுகிறது.",
        "நீங்கள் என்ன செய்யலாம்",
        (
            "ஒவ்வொரு {6–8} மணி நேரத்திற்கும் பாராசிட்டமால் கொடுங்கள்.",
            "அடிக்கடி தண்ணீர் கொடுங்கள்.",
            "{16} வயதுக்குட்பட்டவர்களுக்கு ஆஸ்பிரின் கொடுக்காதீர்கள்.",
        ),
        "மூச்சு விடச் சிரமப்பட்டால் உடனே {0800\u00a0123\u00a0456} என்ற எண்ணை அழைக்கவும்.",
        "இந்தத் துண்டுப்பிரசுரத்தை வைத்திருங்கள்.",
        ("வரைவு: சரிபார்க்கப்படவில்லை", "விநியோகிக்க வேண்டாம்."),
        ("இந்தத் துண்டுப்பிரசுரம் பற்றி", "மொழி", "வெளியிடப்பட்டது", "வெளியீட்டாளர்", "கேட்க"),
        "பக்கம் {page} / {pages}",
    ),
}

DRAFT = Provenance(
    approved=False,
    machine_draft=True,
    published=datetime.date(2024, 12, 9),
    version="1a2b3c4d",
    reviews=(),
    review_by=None,
    publisher=Publisher("Example Health", "https://example.org/ask"),
)
APPROVED = replace(
    DRAFT,
    approved=True,
    machine_draft=False,
    reviews=(Review("linguistic", datetime.date(2025, 1, 2)), Review("clinical", datetime.date(2025, 1, 3))),
    review_by=datetime.date(2028, 1, 2),
)


def isolated(text: str, *, rtl: bool) -> tuple[Inline, ...]:
    """``text`` with what stands in braces isolated where the line runs from right to left."""
    nodes: list[Inline] = []
    for number, piece in enumerate(text.replace("}", "{").split("{")):
        if piece:
            nodes.append(Isolate(piece) if number % 2 and rtl else Run(piece))
    return tuple(nodes)


def edition(
    locale: str, *, approved: bool = False, blocks: tuple[Block, ...] = (), repeat: int = 1
) -> Edition:
    """The leaflet in ``locale``, its body ``repeat`` times over, or with ``blocks`` in its place."""
    words = WORDS.get(locale, ENGLISH)
    where = parse_locale(locale)
    rtl = where.direction == "rtl"
    index = iter(range(10_000))

    def text(role: str, *content: Inline) -> Text:
        return Text(next(index), content, role)

    body: list[Block] = []
    for _ in range(repeat):
        body += [
            Paragraph(text("Paragraph 1", *isolated(words.opening, rtl=rtl))),
            Heading(2, text("Heading 1", Run(words.heading))),
            ListBlock(
                None,
                tuple(
                    ListItem((Paragraph(text("List item", *isolated(item, rtl=rtl))),))
                    for item in words.items
                ),
            ),
            Paragraph(text("Paragraph 2", Styled("b", isolated(words.warning, rtl=rtl)))),
            Paragraph(text("Paragraph 3", Run(words.closing))),
        ]
    heading, language, published, publisher, contact = words.facts
    facts = (
        Fact(
            "language",
            language,
            (Run(f"{where.native_name} ("), Foreign("en", (Run(where.english_name),)), Run(")")),
        ),
        Fact("published", published, (Isolate("2024-12-09") if rtl else Run("2024-12-09"),)),
        Fact(
            "publisher",
            publisher,
            (Foreign("en", (Run("Example Health"),)) if rtl else Run("Example Health"),),
        ),
        Fact("contact", contact, (Link("https://example.org/ask", (Isolate("https://example.org/ask"),)),)),
    )
    return Edition(
        domain="fever",
        locale=where,
        source_locale=parse_locale("en"),
        title=words.title,
        blocks=(Title(text("Title", Run(words.title))), *(blocks or body)),
        facts=facts,
        banner=None if approved else Banner(*words.banner),
        facts_heading=heading,
        page_label=words.page,
        provenance=APPROVED if approved else DRAFT,
    )
