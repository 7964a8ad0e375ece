package dev.faroe.sample.gofaroe;

import org.jspecify.annotations.Nullable;

/**
 * A row of the file: what is in it, or what is wrong with it.
 *
 * @param <T> what is in the row
 * @param value what is in the row, or {@code null} if something is wrong with it
 * @param problem what is wrong, or {@code null}
 */
record SourceRow<T>(@Nullable T value, @Nullable String problem) {

	static <T> SourceRow<T> of(T value) {
		return new SourceRow<>(value, null);
	}

	static <T> SourceRow<T> refused(String problem) {
		return new SourceRow<>(null, problem);
	}

	/**
	 * Return a text without the value, which holds secrets.
	 */
	@Override
	public String toString() {
		return "SourceRow[problem=%s]".formatted(this.problem);
	}

}
