package io.jenkins.plugins.environments.jenkins.agents;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the end of what is written to it. */
final class TailOutput extends OutputStream {

    /** In bytes: enough for the progress of a large stack. */
    static final int LONGEST = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int one) {
        bytes.write(one);
        shorten();
    }

    @Override
    public synchronized void write(byte[] some, int offset, int length) {
        bytes.write(some, offset, length);
        shorten();
    }

    private void shorten() {
        if (bytes.size() > LONGEST) {
            byte[] all = bytes.toByteArray();
            byte[] end = Arrays.copyOfRange(all, all.length - LONGEST / 2, all.length);
            bytes.reset();
            bytes.write(end, 0, end.length);
        }
    }

    /** What is kept, as UTF-8. */
    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
