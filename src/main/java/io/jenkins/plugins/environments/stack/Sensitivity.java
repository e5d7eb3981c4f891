package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is sensitive: the one rule set, over names and over texts. Besides these rules are sensitive: what comes from
 * credentials, what {@code x-environment.sensitive} names, every entry of {@code secrets}, and every text into which a
 * sensitive variable went.
 *
 * <p>A name is split into words ({@code _}, {@code -}, {@code .}, camel case). It is sensitive when a word is one of a
 * short list (PASSWORD, TOKEN, KEY …), unless the words around it say that the value only tells something about a
 * secret: where it is ({@code DB_PASSWORD_FILE}), how long it lasts ({@code TOKEN_TTL}), that it is public ({@code
 * PUBLIC_KEY}), whether one is needed ({@code ALLOW_EMPTY_PASSWORD}).
 */
public final class Sensitivity {

    /** What stands in place of a sensitive text. */
    public static final String MASK = "<sensitive>";

    private static final Set<String> SECRET = words("PASSWORD PASSWORDS PASSWD PASS PWD PASSPHRASE PASSCODE USERPASS"
            + " PGPASSWORD REQUIREPASS MASTERAUTH SECRET SECRETS SECRETKEY TOKEN TOKENS APITOKEN AUTHTOKEN KEY KEYS APIKEY"
            + " APIKEYS PRIVATEKEY ACCESSKEY AUTHKEY CREDENTIAL CREDENTIALS CREDS PRIVATE SALT PEPPER DSN HTPASSWD"
            + " BASICAUTH SIGNATURE");

    /** After a secret's name: the value tells something about it. */
    private static final Set<String> ABOUT = words(
            "FILE FILES PATH DIR DIRECTORY NAME NAMES USER USERNAME NAMESPACE URL URI ENDPOINT"
                    + " HOST PORT TTL EXPIRY EXPIRATION EXPIRES EXPIRE LIFETIME LIFESPAN TIMEOUT DURATION AGE DAYS HOURS MINUTES"
                    + " SECONDS LENGTH MIN MAX SIZE BITS TYPE ALGORITHM ALG PREFIX SUFFIX FORMAT POLICY ISSUER AUDIENCE HEADER"
                    + " ENABLED ENABLE DISABLED REQUIRED ROTATION INTERVAL COUNT LIMIT VERSION METHOD ENCRYPTION STRATEGY"
                    + " VALIDATORS VALIDATOR HASHERS HASHER MODE SPACE SEPARATOR DELIMITER EVENTS BACKEND PROVIDER STORE CLASS"
                    + " FIELD COLUMN REGION SCOPE SERVICE COMMAND MAP RESET ARN NETWORK IP SUBNET CIDR ADDRESS REGISTRY BUCKET");

    /** Before KEY: a key that is no secret. */
    private static final Set<String> OPEN_KEY =
            words("PUBLIC PUBLISHABLE SITE PRIMARY FOREIGN UNIQUE PARTITION SORT ROUTING"
                    + " CACHE SHARD INDEX GROUP ORDER LOOKUP OBJECT");

    /** Before a secret's name: whether there is one, not which. */
    private static final Set<String> FLAG = words("ALLOW ENABLE DISABLE REQUIRE SKIP RANDOM ONETIME USE IS HAS NO");

    /** Names whose words say nothing, but whose products say that they are secrets. */
    private static final Set<String> KNOWN = words("REDISCLI_AUTH NEO4J_AUTH BASIC_AUTH ERLANG_COOKIE");

    private static final List<String> AS_KNOWN =
            KNOWN.stream().map(known -> "_" + known).toList();

    private static final List<String> SUFFIXES =
            List.of("PASSWORD", "TOKEN", "SECRET", "SECRETKEY", "PRIVATEKEY", "ENCRYPTIONKEY", "ACCESSKEY", "APIKEY");

    private static final String AFTER_SCHEME = "://";
    private static final int LONGEST_SCHEME = 41;
    private static final int LONGEST_USER = 256;
    private static final int LONGEST_PASSWORD = 512;
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----");
    /** In each name that holds a secret is one of these: without them nothing else needs to be looked at. */
    private static final String[] STEMS = {
        "PASS",
        "PWD",
        "SECRET",
        "TOKEN",
        "KEY",
        "CRED",
        "PRIVATE",
        "SALT",
        "PEPPER",
        "DSN",
        "AUTH",
        "SIGNATURE",
        "COOKIE"
    };

    private static final int LETTERS = 26;
    /** The pairs of letters with which they begin. */
    private static final BitSet BEGINNINGS =
            Stream.of(STEMS).mapToInt(stem -> pair(stem, 0)).collect(BitSet::new, BitSet::set, BitSet::or);

    private static final int LONGEST_NAME = 101;

    private Sensitivity() {}

    /** Whether a variable, label or option of that name holds a secret. */
    public static boolean ofName(String name) {
        if (!hasStem(name)) {
            return false;
        }
        List<String> words = split(name);
        String upper = name.toUpperCase(Locale.ROOT);
        if (KNOWN.contains(upper) || endsWithAny(upper, AS_KNOWN)) {
            return true;
        }
        if (words.size() > 1 && words.get(words.size() - 1).equals("FILE")) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (FLAG.contains(word)) {
                return false;
            }
            boolean openKey = word.startsWith("KEY") && i > 0 && OPEN_KEY.contains(words.get(i - 1));
            if (isSecret(word) && !openKey && !about(words, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part of the text can be the name of a secret: without that, none is. */
    static boolean hasStem(String name) {
        for (int i = 0; i < name.length() - 2; i++) {
            if (!BEGINNINGS.get(pair(name, i))) {
                continue;
            }
            for (String stem : STEMS) {
                if (name.regionMatches(true, i, stem, 0, stem.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A number for two letters, whatever their case; one that no letters have when they are none. */
    private static int pair(String text, int at) {
        int first = (text.charAt(at) & ~0x20) - 'A';
        int second = (text.charAt(at + 1) & ~0x20) - 'A';
        boolean letters = first >= 0 && first < LETTERS && second >= 0 && second < LETTERS;
        return letters ? first * LETTERS + second : LETTERS * LETTERS;
    }

    /** Also where a product writes words as one: ADMINPASSWORD, ENCRYPTIONKEY. */
    private static boolean isSecret(String word) {
        return SECRET.contains(word) || endsWithAny(word, SUFFIXES);
    }

    private static boolean about(List<String> words, int from) {
        // SECRET_KEY_NAME: another secret word between, and then what it is about.
        for (int i = from; i < words.size(); i++) {
            if (ABOUT.contains(words.get(i))) {
                return true;
            }
            if (!isSecret(words.get(i))) {
                return false;
            }
        }
        return false;
    }

    /** Whether a text is sensitive whatever its name: a URL with a password in it, a private key. */
    public static boolean ofValue(String text) {
        if (text.contains("-----BEGIN ") && PRIVATE_KEY.matcher(text).find()) {
            return true;
        }
        for (int at = text.indexOf(AFTER_SCHEME); at >= 0; at = text.indexOf(AFTER_SCHEME, at + 1)) {
            if (endsScheme(text, at) && isPassword(text, at + AFTER_SCHEME.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a scheme of a URL ends there: by hand, as every text and every bound file is asked about. */
    private static boolean endsScheme(String text, int end) {
        for (int at = end - 1; at >= 0 && at >= end - LONGEST_SCHEME; at--) {
            char c = text.charAt(at);
            if (isLetter(c)) {
                return true;
            }
            if (!isBetween(c, '0', '9') && c != '+' && c != '.' && c != '-') {
                return false;
            }
        }
        return false;
    }

    /** Whether a user, a password and an @ stand there, and the password is no reference to a variable. */
    private static boolean isPassword(String text, int start) {
        int user = start;
        while (user < text.length() && isInUrl(text.charAt(user)) && ":<>".indexOf(text.charAt(user)) < 0) {
            user++;
        }
        if (user - start > LONGEST_USER || user >= text.length() || text.charAt(user) != ':') {
            return false;
        }
        int end = user + 1;
        while (end < text.length() && isInUrl(text.charAt(end))) {
            end++;
        }
        int length = end - user - 1;
        return length > 0
                && length <= LONGEST_PASSWORD
                && end < text.length()
                && text.charAt(end) == '@'
                && text.charAt(user + 1) != '$';
    }

    /** Whether it can stand in a user or password of a URL. */
    private static boolean isInUrl(char c) {
        return !isSpace(c) && "/?#@\"'".indexOf(c) < 0;
    }

    /**
     * Whether a command line holds a secret: {@code --password=x}, {@code --password x}, {@code PGPASSWORD=x}. A
     * reference to a variable of the container ({@code $PASSWORD}) is none. By hand, as every text is asked about.
     */
    public static boolean ofCommandLine(String text) {
        if (ofValue(text)) {
            return true;
        }
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            if (end > at && end < text.length() && isSecret(text, at, end)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** Whether a word of a command line is a secret's name, and the secret comes after it. */
    private static boolean isSecret(String text, int start, int end) {
        int name = start;
        while (name < end && name < start + 2 && text.charAt(name) == '-') {
            name++;
        }
        boolean equals = text.charAt(end) == '=';
        boolean named = name < end && end - name <= LONGEST_NAME && isLetter(text.charAt(name));
        if (!named || !equals && !(name > start && isSpace(text.charAt(end)))) {
            return false;
        }
        int value = equals ? end + 1 : afterSpace(text, end);
        if (value < text.length() && text.charAt(value) == '"') {
            value++;
        }
        if (value < text.length() && text.charAt(value) == '\'') {
            value++;
        }
        if (value >= text.length() || "\"';&|$".indexOf(text.charAt(value)) >= 0 || isSpace(text.charAt(value))) {
            return false;
        }
        boolean another = !equals && text.charAt(value) == '-';
        return !another && ofName(text.substring(name, end));
    }

    private static int afterSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(char c) {
        return isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z');
    }

    private static boolean isNamePart(char c) {
        return isLetter(c) || isBetween(c, '0', '9') || c == '_' || c == '.' || c == '-';
    }

    /** Whether what follows this argument is a secret: {@code --requirepass}. */
    public static boolean ofOption(String argument) {
        return argument.startsWith("-") && !argument.contains("=") && ofName(argument);
    }

    /** As {@code \\s} means it. */
    private static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    /**
     * The words of a name in capitals: {@code dbPassword1} are DB and PASSWORD, {@code HTTPProxy} HTTP and PROXY. By hand,
     * as every key of every file is asked about.
     */
    private static List<String> split(String name) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < name.length()) {
            int capitals = at;
            while (capitals < name.length() && isBetween(name.charAt(capitals), 'A', 'Z')) {
                capitals++;
            }
            int end = capitals;
            while (end < name.length() && isBetween(name.charAt(end), 'a', 'z')) {
                end++;
            }
            if (end > capitals && capitals - at > 1) {
                // The last capital begins the next word.
                end = capitals - 1;
            }
            if (end > at) {
                words.add(name.substring(at, end).toUpperCase(Locale.ROOT));
            }
            at = Math.max(end, at + 1);
        }
        return words;
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }

    private static boolean endsWithAny(String word, List<String> ends) {
        for (String end : ends) {
            if (word.endsWith(end)) {
                return true;
            }
        }
        return false;
    }
}
