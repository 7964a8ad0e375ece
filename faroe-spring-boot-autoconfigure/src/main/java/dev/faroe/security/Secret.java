package dev.faroe.security;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A text that only those may see who ask for it: a code, a hash, a credential. It is in
 * no {@link #toString}, Jackson leaves it out of JSON, and it cannot be serialized. What
 * has one among its members can therefore be passed around, and even be the answer of a
 * controller.
 */
@JsonIgnoreType
public final class Secret {

	/** Transient, so that nothing that looks at fields writes them. */
	private final transient @Nullable String value;

	private final transient @Nullable DecryptionException failure;

	private Secret(@Nullable String value, @Nullable DecryptionException failure) {
		this.value = value;
		this.failure = failure;
	}

	/**
	 * Keep a text secret.
	 * @param value the text
	 * @return the secret
	 */
	public static Secret of(String value) {
		Assert.notNull(value, "value must not be null");
		return new Secret(value, null);
	}

	/**
	 * Stand for a secret that cannot be read.
	 * @return the secret
	 */
	static Secret unreadable(DecryptionException failure) {
		return new Secret(null, failure);
	}

	/**
	 * Return the text.
	 * @return the text
	 * @throws DecryptionException if it is stored encrypted and cannot be decrypted
	 */
	public String value() {
		if (this.failure != null) {
			throw this.failure;
		}
		Assert.state(this.value != null, "There is no value");
		return this.value;
	}

	/**
	 * Compare two secrets. The duration does not tell where they differ. One that cannot
	 * be read equals no other.
	 * @param other anything
	 * @return whether it is a secret with the same text
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || other instanceof Secret secret && this.value != null && secret.value != null
				&& ConstantTime.equals(this.value, secret.value);
	}

	/**
	 * Return the same number for every secret, because a number of the text's own would
	 * tell of it.
	 */
	@Override
	public int hashCode() {
		return Secret.class.hashCode();
	}

	/**
	 * Return a text that says nothing.
	 */
	@Override
	public String toString() {
		return "Secret";
	}

}
