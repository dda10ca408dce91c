import type { WalletApp } from './engine.ts';

/** What the claim page says, in the languages of the kiosk. */
const said = {
  en: {
    title: 'Your credential is ready',
    open: 'Open my wallet app',
    code: 'The app asks for the code you get at the desk.',
    none: 'Does nothing happen? You need a wallet app. Install it, then come back to this page:',
    any: 'Does nothing happen? You need a wallet app. Ask at the desk which one.',
    over: 'This code is no longer valid',
    overText: 'Please ask for a new one at the desk.',
  },
  de: {
    title: 'Ihr Nachweis ist bereit',
    open: 'Meine Wallet-App öffnen',
    code: 'Die App fragt nach dem Code, den Sie am Schalter bekommen.',
    none: 'Es passiert nichts? Sie brauchen eine Wallet-App. Installieren Sie sie und kommen Sie hierher zurück:',
    any: 'Es passiert nichts? Sie brauchen eine Wallet-App. Fragen Sie am Schalter, welche.',
    over: 'Dieser Code gilt nicht mehr',
    overText: 'Bitte lassen Sie sich am Schalter einen neuen geben.',
  },
  fr: {
    title: 'Votre attestation est prête',
    open: 'Ouvrir mon application portefeuille',
    code: 'L’application demande le code que vous recevez au guichet.',
    none: 'Rien ne se passe ? Il vous faut une application portefeuille. Installez-la, puis revenez ici :',
    any: 'Rien ne se passe ? Il vous faut une application portefeuille. Demandez laquelle au guichet.',
    over: 'Ce code n’est plus valable',
    overText: 'Demandez-en un nouveau au guichet.',
  },
  es: {
    title: 'Su credencial está lista',
    open: 'Abrir mi aplicación de cartera',
    code: 'La aplicación pide el código que le dan en el mostrador.',
    none: '¿No pasa nada? Necesita una aplicación de cartera. Instálela y vuelva a esta página:',
    any: '¿No pasa nada? Necesita una aplicación de cartera. Pregunte cuál en el mostrador.',
    over: 'Este código ya no es válido',
    overText: 'Pida uno nuevo en el mostrador.',
  },
  pt: {
    title: 'A sua credencial está pronta',
    open: 'Abrir a minha aplicação de carteira',
    code: 'A aplicação pede o código que lhe dão no balcão.',
    none: 'Não acontece nada? Precisa de uma aplicação de carteira. Instale-a e volte a esta página:',
    any: 'Não acontece nada? Precisa de uma aplicação de carteira. Pergunte no balcão qual.',
    over: 'Este código já não é válido',
    overText: 'Peça um novo no balcão.',
  },
  pl: {
    title: 'Poświadczenie jest gotowe',
    open: 'Otwórz moją aplikację portfela',
    code: 'Aplikacja zapyta o kod, który dostaniesz w okienku.',
    none: 'Nic się nie dzieje? Potrzebna jest aplikacja portfela. Zainstaluj ją i wróć na tę stronę:',
    any: 'Nic się nie dzieje? Potrzebna jest aplikacja portfela. Zapytaj w okienku, która.',
    over: 'Ten kod nie jest już ważny',
    overText: 'Poproś o nowy w okienku.',
  },
  tr: {
    title: 'Dijital belgeniz hazır',
    open: 'Cüzdan uygulamamı aç',
    code: 'Uygulama, gişede aldığınız kodu sorar.',
    none: 'Bir şey olmuyor mu? Bir cüzdan uygulaması gerekir. Yükleyin, sonra bu sayfaya dönün:',
    any: 'Bir şey olmuyor mu? Bir cüzdan uygulaması gerekir. Hangisi olduğunu gişede sorun.',
    over: 'Bu kod artık geçerli değil',
    overText: 'Lütfen gişeden yeni bir kod isteyin.',
  },
  ar: {
    title: 'وثيقتك الرقمية جاهزة',
    open: 'افتح تطبيق محفظتي',
    code: 'يطلب التطبيق الرقم الذي تحصل عليه عند المكتب.',
    none: 'ألا يحدث شيء؟ تحتاج إلى تطبيق محفظة. ثبّته ثم عد إلى هذه الصفحة:',
    any: 'ألا يحدث شيء؟ تحتاج إلى تطبيق محفظة. اسأل عنه عند المكتب.',
    over: 'لم يعد هذا الرمز صالحًا',
    overText: 'اطلب رمزًا جديدًا عند المكتب.',
  },
};
export const claimWords = said;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** No script, nothing from elsewhere: a phone that has just joined a network need not reach any other host. */
export const claimPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = `*{box-sizing:border-box}
body{margin:0;min-height:100vh;padding:2rem 1.5rem;font:1.125rem/1.5 system-ui,sans-serif;color:#10282c;background:#f7f2ea;
display:grid;align-content:center;justify-items:center}
main{width:100%;max-width:30rem;display:grid;gap:1.25rem}
h1{margin:0;font-size:1.9rem;line-height:1.15}p{margin:0}
.name{font-weight:700;color:#0b5357}
.go{display:block;padding:1.1rem;border-radius:.8rem;background:#0b5357;color:#fff;font-weight:700;text-align:center;
text-decoration:none}
ul{margin:0;padding:0;list-style:none;display:grid;gap:.6rem}
li a{display:block;padding:.9rem 1.1rem;border:2px solid #0b5357;border-radius:.8rem;color:#0b5357;font-weight:600;
text-decoration:none}
a:focus-visible{outline:3px solid #e8a33d;outline-offset:3px}`;

/** @param offer null when it is over */
export function claimPage(
  language: keyof typeof said,
  issuer: string,
  offer: { link: string; asksForCode: boolean; wallets: readonly WalletApp[] } | null,
): string {
  const words = said[language];
  const store = ({ name, storeUrl }: WalletApp) =>
    `<li><a href="${escaped(storeUrl)}" rel="noreferrer">${escaped(name)}</a></li>`;
  const body = offer
    ? `<h1>${words.title}</h1>
<a class="go" href="${escaped(offer.link)}">${words.open}</a>
${offer.asksForCode ? `<p>${words.code}</p>` : ''}
<p>${offer.wallets.length > 0 ? words.none : words.any}</p>
${offer.wallets.length > 0 ? `<ul>${offer.wallets.map(store).join('')}</ul>` : ''}`
    : `<h1>${words.over}</h1>
<p>${words.overText}</p>`;
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${offer ? words.title : words.over}</title>
<style>${style}</style>
<main>
<p class="name">${escaped(issuer)}</p>
${body}
</main>
</html>
`;
}
