package dev.faroe.password.hashing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class HashingThreadsTests {

	@Test
	void letOtherThreadsGoFirst() {
		assertThat(nicenessOf(new HashingThreads(true))).isEqualTo(Niceness.LOW_PRIORITY);
	}

	@Test
	void leaveThePriorityOfOtherThreadsAlone() {
		int before = niceness();
		nicenessOf(new HashingThreads(true));
		assertThat(niceness()).isEqualTo(before);
	}

	@Test
	void haveTheSamePriorityAsOthersWhenAskedFor() {
		assertThat(nicenessOf(new HashingThreads(false))).isEqualTo(niceness());
	}

	private static int nicenessOf(HashingThreads threads) {
		CompletableFuture<Integer> niceness = new CompletableFuture<>();
		threads.newThread(() -> niceness.complete(niceness())).start();
		return niceness.join();
	}

	/**
	 * The 19th field of the line that Linux has for the current thread, see proc(5).
	 */
	private static int niceness() {
		try {
			String stat = Files.readString(Path.of("/proc/thread-self/stat"));
			return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
