package dev.faroe.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.springframework.util.Assert;

/**
 * The bundled list of common passwords, held as the bytes of its file and a hash table of
 * offsets into them: about 300 KB where a set of strings would take megabytes.
 */
final class CommonPasswords {

	static final String RESOURCE = "common-passwords.txt";

	private static final int EMPTY = -1;

	private final byte[] lines;

	/** The offset of a line in each used slot; at least half of the slots are empty. */
	private final int[] offsets;

	/**
	 * Load the list, which reads a file: not for an event loop.
	 */
	CommonPasswords() {
		this(load());
	}

	CommonPasswords(byte[] lines) {
		Assert.isTrue(lines.length > 0 && lines[lines.length - 1] == '\n', "The last line must end");
		this.lines = lines;
		int count = 0;
		for (byte character : lines) {
			count += (character == '\n') ? 1 : 0;
		}
		this.offsets = new int[Integer.highestOneBit(count) * 4];
		Arrays.fill(this.offsets, EMPTY);
		for (int start = 0, end = 0; end < lines.length; end++) {
			if (lines[end] == '\n') {
				this.offsets[slot(lines, start, end)] = start;
				start = end + 1;
			}
		}
	}

	private static byte[] load() {
		try (InputStream resource = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
			Assert.state(resource != null, () -> RESOURCE + " is missing");
			return resource.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tell whether the list has a password, in whatever case.
	 * @param password the password
	 * @return whether the password is a common one
	 */
	boolean contains(String password) {
		byte[] candidate = password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
		return this.offsets[slot(candidate, 0, candidate.length)] != EMPTY;
	}

	/** Find the slot that has the given line, or else the empty one where it belongs. */
	private int slot(byte[] source, int start, int end) {
		int hash = 1;
		for (int i = start; i < end; i++) {
			hash = 31 * hash + source[i];
		}
		int mask = this.offsets.length - 1;
		int slot = (hash ^ (hash >>> 16)) & mask;
		while (this.offsets[slot] != EMPTY && !isLine(this.offsets[slot], source, start, end)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean isLine(int offset, byte[] source, int start, int end) {
		int lineEnd = offset + end - start;
		return lineEnd < this.lines.length && this.lines[lineEnd] == '\n'
				&& Arrays.equals(this.lines, offset, lineEnd, source, start, end);
	}

}
