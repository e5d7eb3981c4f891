package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The text of a Compose or env file: UTF-8, at most a mebibyte. */
final class FileText {

    /** In bytes. */
    static final int LARGEST = 1 << 20;

    private FileText() {}

    /**
     * The text without a byte order mark.
     *
     * @param bytes the file's; of one that is too large at least one byte more than is allowed
     * @return null when it is too large or no UTF-8, which is reported at the first byte that is too much or wrong
     */
    @CheckForNull
    static String of(String name, byte[] bytes, Problems problems) {
        if (bytes.length > LARGEST) {
            problems.unread(place(name, bytes, LARGEST), "here the file has more than 1 MiB", "make it smaller");
            return null;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            problems.unread(place(name, bytes, in.position()), "the file is no UTF-8 text here", "save it as UTF-8");
            return null;
        }
        String text = out.flip().toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** The place of a byte; a column counts characters. */
    private static Position place(String name, byte[] bytes, int index) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < index; i++) {
            boolean newLine = bytes[i] == '\n';
            boolean continues = (bytes[i] & 0xc0) == 0x80;
            line += newLine ? 1 : 0;
            column = newLine ? 1 : continues ? column : column + 1;
        }
        boolean inside = index < bytes.length && (bytes[index] & 0xc0) == 0x80 && column > 1;
        return new Position(name, line, inside ? column - 1 : column);
    }
}
