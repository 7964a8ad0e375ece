package dev.faroe.sample.gofaroe;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("one-jdk")
class ProgressTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);

	@Test
	void isABarOnATerminal() {
		Progress progress = new Progress(this.out, true, 2000);
		progress.add(1000);
		progress.add(1000);
		progress.close();
		assertThat(text()).isEqualTo("\r[####################....................]  50%  1,000 of 2,000"
				+ "\r[########################################] 100%  2,000 of 2,000" + System.lineSeparator());
	}

	@Test
	void isALineForEveryTenthElsewhere() {
		Progress progress = new Progress(this.out, false, 100_000);
		for (int batch = 0; batch < 200; batch++) {
			progress.add(500);
		}
		progress.close();
		assertThat(text().lines()).hasSize(11).endsWith("90% (90,000 of 100,000)", "100% (100,000 of 100,000)");
		assertThat(text()).doesNotContain("\r[");
	}

	@Test
	void copesWithNothingToDo() {
		Progress progress = new Progress(this.out, true, 0);
		progress.close();
		assertThat(text()).isEmpty();
	}

	private String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

}
