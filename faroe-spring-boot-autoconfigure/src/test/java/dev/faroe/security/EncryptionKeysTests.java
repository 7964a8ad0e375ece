package dev.faroe.security;

import java.util.List;

import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.StartFailure;
import dev.faroe.test.WithFaroe;
import dev.faroe.totp.TotpService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code faroe.encryption.keys}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EncryptionKeysTests {

	private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

	private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues("spring.r2dbc.url=r2dbc:h2:mem:///encryption-keys");

	@Test
	void encryptsWithTheFirstKey() {
		this.context.withPropertyValues("faroe.encryption.keys[0]=a:" + BASE64, "faroe.encryption.keys[1]=b:" + HEX)
			.run((context) -> {
				EncryptionAtRest encryption = context.getBean(EncryptionAtRest.class);
				assertThat(encryption.isEnabled()).isTrue();
				assertThat(encryption.encrypt(new byte[1], "owner")).startsWith("v1:a:");
				assertThat(context.getBean(EncryptionProperties.class).toString()).doesNotContain(HEX, BASE64);
			});
	}

	@Test
	void doesNotEncryptWithoutKeysAndSaysSoOnce(CapturedOutput output) {
		this.context.run((context) -> assertThat(context.getBean(EncryptionAtRest.class).isEnabled()).isFalse());
		assertThat(output).containsOnlyOnce("stored unencrypted, because faroe.encryption.keys is not set");
		this.context.withPropertyValues("faroe.encryption.keys=")
			.run((context) -> assertThat(context.getBean(EncryptionAtRest.class).isEnabled()).isFalse());
	}

	@Test
	void saysNothingWhenItEncrypts(CapturedOutput output) {
		this.context.withPropertyValues("faroe.encryption.keys=a:" + HEX)
			.run((context) -> assertThat(context).hasSingleBean(TotpService.class)
				.hasSingleBean(RecoveryCodeService.class));
		assertThat(output).doesNotContain("unencrypted");
	}

	@Test
	void backsOffForTheEncryptionOfTheApplication(CapturedOutput output) {
		EncryptionAtRest own = new EncryptionAtRest(List.of(EncryptionKey.parse("own:" + HEX)));
		this.context.withBean(EncryptionAtRest.class, () -> own)
			.run((context) -> assertThat(context.getBean(EncryptionAtRest.class)).isSameAs(own));
		assertThat(output).doesNotContain("unencrypted");
	}

	@ParameterizedTest
	@CsvSource({ "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, there must be an id and a colon",
			"b:00010203, the key must have 32 bytes", "b:!, the key must be in Base64 or hexadecimal",
			"b c:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, the id must be 1 to 32 of the characters",
			"a:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, its id is the id of an earlier key" })
	void saysWhatIsWrongWithAKeyWithoutQuotingIt(String key, String problem) {
		this.context.withPropertyValues("faroe.encryption.keys[0]=a:" + BASE64, "faroe.encryption.keys[1]=" + key)
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = StartFailure.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("faroe.encryption.keys[1]", problem);
				assertThat(analysis.getAction()).contains("faroe.encryption.keys[1]");
				assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain(HEX, BASE64);
				assertThat(context.getStartupFailure()).hasStackTraceContaining("faroe.encryption.keys[1]");
			});
	}

}
