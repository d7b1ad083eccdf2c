/**
 * The most common passwords of published lists in lower case. Digits and punctuation around a word
 * are removed before the comparison, so that the list holds each word once, without them.
 */
const COMMON = `
12345678 123456789 1234567890 12345678910 0123456789 0987654321 87654321 987654321 9876543210
11223344 1122334455 112233445566 12341234 1234512345 123123123 123454321 1234554321 12344321
123321123 147258369 147852369 159357258 159753456 741852963 789456123 789654123 963852741
13579246 24681012 31415926 10203040 102030405060 123qweasd 123qwe123 123abc123 abc12345 abcd1234
a1b2c3d4 a1b2c3d4e5 aa123456 a1234567 a12345678 a123456789 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t
1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 qazwsxedc qaz123wsx zaq12wsx zaq1xsw2 !qaz2wsx
qwer1234 qwerty12345 qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm zxcvbnmm asdfasdf asdf1234
qweasdzxc qweqweqwe qwertyqwerty asdfqwer qwerasdf zxcvasdf poiuytrewq lkjhgfdsa mnbvcxz
1234qwer 12345qwert 123456qwerty 1234abcd 123456abc 12345abc 123456ab 123456aa pass1234word
p@ssword p@ssw0rd passw0rd pa55word pa55w0rd pa$$word pa$$w0rd passwort motdepasse contrasena
senha senhasenha parola heslo wachtwoord salasana haslo jelszo lozinka mypassword thepassword
yourpassword newpassword oldpassword mypass password passwordpassword passpass passphrase passcode
password1password changeme changeit changethis change_me change-me letmein letmeinnow letmeinplease
welcome welcomeback welcomehome admin adminadmin administrator administrador root rootroot toor
superuser sysadmin webadmin default defaultpassword guest guestguest user useruser username
testtest testing testuser testpassword temporary temppass temppassword secret secretsecret
topsecret mysecret nosecret confidential private access accessaccess login loginlogin master
mastermaster qwerty qwertz azerty azertyuiop qwertzuiop iloveyou iloveyousomuch ilovegod ilovejesus
ilovemom ilovemyself iloveme loveyou loveme lovelove lovely loveforever sweetheart princess
princesa sunshine superman superstar supernova spiderman batman batmanbatman ironman wonderwoman
starwars startrek darkness starlight pokemon pikachu minecraft fortnite playstation nintendo xbox
football baseball basketball softball volleyball hockey soccer liverpool arsenal chelsea
manchester barcelona realmadrid juventus everton newcastle rangers yankees cowboys steelers
eagles packers lakers patriots redskins broncos michael michelle jennifer jessica jonathan
christopher christian christina charlie charlotte elizabeth alexander alexandra alexandre anthony
benjamin nicholas nicole samantha stephanie patricia victoria veronica valentina isabella gabriel
gabriela daniela danielle matthew andrew joshua jordan robert thomas william richard ashley amanda
andrea angelina anderson caroline catherine katherine kimberly margaret melissa natalie natasha
rebecca sebastian francisco fernando alejandro alejandra cristina carolina mercedes ferrari
porsche corvette mustang chevrolet camaro harley motorola samsung iphone microsoft windows google
facebook linkedin twitter youtube internet computer laptop keyboard hardware software network
firewall security database developer programmer electric electronic engineer scientist chemistry
dragon dragonball monkey shadow hunter killer tigger tiger mountain butterfly elephant dolphin
kittycat doggy puppy chocolate cheesecake strawberry blueberry pineapple watermelon cookie cookies
coffee whiskey marlboro metallica nirvana slipknot linkinpark blink182 greenday eminem rockstar
rocknroll guitar pianoman trustno freedom forever whatever nothing something anything everything
anonymous blessed blessing jesuschrist jesusislord godisgood godisgreat heaven heavenly angel
angels diamond diamonds crystal midnight midnite moonlight rainbow snowball snowflake summer
summertime winter wintertime spring springtime autumn september october november december january
february monday tuesday wednesday thursday friday saturday sunday birthday holiday vacation
christmas halloween california washington newyork chicago houston dallas florida virginia montana
australia germany deutschland england scotland ireland portugal argentina brasil colombia mexico
francais italiano canada london paris madrid berlin hamburg company business office manager
director president student teacher college university school football1 basketball1 success money
moneymoney million millionaire lucky goodluck happy happyday smile smiley friend friends
bestfriend bestfriends family myfamily mother father brother sister mommy daddy babygirl babyboy
babyblue babylove cutiepie buttercup pumpkin peaches ginger pepper maggie bailey buster hello
hellohello helloworld hellokitty goodbye goodmorning fuckyou fuckyouall fuckoff fuckit asshole
bullshit motherfucker bigdaddy bigdick pussycat hotmail gmail yahoo hardcore stupid loser
correcthorsebatterystaple correct-horse-battery-staple metadata telemetry headwater headwater-admin
dashboard analytics analyst viewer monitoring pipeline postgres postgresql mysql oracle redis
docker kubernetes jenkins grafana kibana elastic superset redash airflow mozilla firefox
thunderbird
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(COMMON.trim().split(/\s+/));
