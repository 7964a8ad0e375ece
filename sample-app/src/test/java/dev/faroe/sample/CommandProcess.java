package dev.faroe.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packed application in a process of its own, running a command.
 */
final class CommandProcess {

	private final Process process;

	private final Path log;

	private CommandProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	static CommandProcess start(Path directory, Map<String, String> environment, String... arguments) throws Exception {
		return start(SampleServer.IMPORT_JAR, directory, environment, arguments);
	}

	static CommandProcess start(Path jar, Path directory, Map<String, String> environment, String... arguments)
			throws Exception {
		Path log = Files.createTempFile(directory, "command", ".log");
		List<String> command = new ArrayList<>(SampleServer.JAVA);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("FAROE_") || name.startsWith("SPRING_"));
		builder.environment().putAll(environment);
		return new CommandProcess(builder.start(), log);
	}

	/**
	 * End the process as a power cut would, once its output has a text.
	 */
	void killAt(String text) throws Exception {
		while (!output().contains(text)) {
			if (this.process.waitFor(20, TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("The command has ended:\n" + output());
			}
		}
		this.process.destroyForcibly().waitFor();
	}

	int exitValue() throws Exception {
		if (!this.process.waitFor(5, TimeUnit.MINUTES)) {
			this.process.destroyForcibly();
			throw new IllegalStateException("The command did not end:\n" + output());
		}
		return this.process.exitValue();
	}

	String output() throws Exception {
		return Files.readString(this.log);
	}

}
