package dev.faroe.passkey;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the part of CBOR (RFC 8949) that authenticators send, COSE keys with their whole
 * numbers as keys included, in the shortest form and in the order in which a map has its
 * entries.
 */
final class CborWriter {

	private static final int BYTES = 2;

	private static final int TEXT = 3;

	private static final int ARRAY = 4;

	private static final int MAP = 5;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private CborWriter() {
	}

	/**
	 * Return the bytes of a value.
	 * @param value a whole number, bytes, text, or a list or map of such
	 * @return its encoding
	 */
	static byte[] write(Object value) {
		CborWriter writer = new CborWriter();
		writer.append(value);
		return writer.out.toByteArray();
	}

	private void append(Object value) {
		if (value instanceof Number number) {
			long whole = number.longValue();
			head((whole < 0) ? 1 : 0, (whole < 0) ? -1 - whole : whole);
		}
		else if (value instanceof byte[] bytes) {
			content(BYTES, bytes);
		}
		else if (value instanceof String text) {
			content(TEXT, text.getBytes(StandardCharsets.UTF_8));
		}
		else if (value instanceof List<?> list) {
			head(ARRAY, list.size());
			list.forEach(this::append);
		}
		else if (value instanceof Map<?, ?> map) {
			head(MAP, map.size());
			map.forEach((key, member) -> {
				append(key);
				append(member);
			});
		}
		else {
			throw new IllegalArgumentException("No CBOR for " + value.getClass());
		}
	}

	private void content(int type, byte[] bytes) {
		head(type, bytes.length);
		this.out.writeBytes(bytes);
	}

	private void head(int type, long value) {
		if (value < 24) {
			this.out.write(type << 5 | (int) value);
			return;
		}
		int power = (value < 1 << 8) ? 0 : (value < 1 << 16) ? 1 : (value < 1L << 32) ? 2 : 3;
		this.out.write(type << 5 | 24 + power);
		for (int shift = 8 * (1 << power) - 8; shift >= 0; shift -= 8) {
			this.out.write((int) (value >> shift));
		}
	}

}
