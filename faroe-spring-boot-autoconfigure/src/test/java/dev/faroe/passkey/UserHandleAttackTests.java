package dev.faroe.passkey;

import java.util.List;
import java.util.stream.Stream;

import dev.faroe.security.DecryptionException;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.EncryptionKey;
import dev.faroe.security.TokenGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handles of users while the keys that encrypt them change, and when one is missing.
 */
@Tag("one-jdk")
class UserHandleAttackTests extends PasskeyEndpoints {

	private static final EncryptionKey FORMER = new EncryptionKey("former", new byte[32]);

	private static final EncryptionKey CURRENT = new EncryptionKey("current",
			SoftwareAuthenticator.sha256(new byte[0]));

	private String userId = "";

	@BeforeEach
	void createTheUser() {
		this.userId = createUserId();
	}

	private UserHandles handles(EncryptionKey... keys) {
		return new UserHandles(rows(), new EncryptionAtRest(List.of(keys)), server().bean(TokenGenerator.class));
	}

	private PasskeyRepository rows() {
		return server().bean(PasskeyRepository.class);
	}

	static Stream<List<EncryptionKey>> before() {
		return Stream.of(List.of(), List.of(FORMER));
	}

	@ParameterizedTest
	@MethodSource("before")
	void areEncryptedAnewAsTheyAreUsed(List<EncryptionKey> before) {
		byte[] handle = handles(before.toArray(EncryptionKey[]::new)).getOrCreate(this.userId, false).block();
		assertThat(handle).isNotNull();
		assertThat(handles(CURRENT, FORMER).isOf(this.userId, handle).block()).isTrue();
		assertThat(rows().findHandle(this.userId).block()).startsWith("v1:current:");
		assertThat(handles(CURRENT).isOf(this.userId, handle).block()).isTrue();
		assertThat(handles(CURRENT).isOf(this.userId, new byte[32]).block()).isFalse();
	}

	@Test
	void areEncryptedAnewWhenAnotherPasskeyIsBegun() {
		byte[] handle = handles(FORMER).getOrCreate(this.userId, false).block();
		assertThat(handles(CURRENT, FORMER).getOrCreate(this.userId, true).block()).isEqualTo(handle);
		assertThat(handles(CURRENT).getOrCreate(this.userId, true).block()).isEqualTo(handle);
	}

	@Test
	void areKeptWithoutTheirKeyAsLongAsAPasskeyHasThem() {
		byte[] handle = handles(FORMER).getOrCreate(this.userId, false).block();
		assertThatExceptionOfType(DecryptionException.class)
			.isThrownBy(() -> handles(CURRENT).getOrCreate(this.userId, true).block());
		assertThat(handles(CURRENT, FORMER).getOrCreate(this.userId, true).block()).isEqualTo(handle);
	}

	@Test
	void areReplacedWithoutTheirKeyWhenNoPasskeyHasThem() {
		byte[] handle = handles(FORMER).getOrCreate(this.userId, false).block();
		byte[] replacement = handles(CURRENT).getOrCreate(this.userId, false).block();
		assertThat(replacement).isNotNull().isNotEqualTo(handle);
		assertThat(handles(CURRENT).isOf(this.userId, replacement).block()).isTrue();
	}

	@Test
	void areNotThoseOfAnotherRow() {
		String other = createUserId();
		handles(CURRENT).getOrCreate(this.userId, false).block();
		String stored = rows().findHandle(this.userId).block();
		assertThat(stored).isNotNull();
		rows().insertHandle(other, stored).block();
		assertThatExceptionOfType(DecryptionException.class)
			.isThrownBy(() -> handles(CURRENT).isOf(other, new byte[32]).block());
	}

}
