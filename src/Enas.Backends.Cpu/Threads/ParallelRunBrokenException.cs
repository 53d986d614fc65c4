namespace Enas.Backends.Cpu.Threads;

/// <summary>Another part of the same parallel run has failed; that failure is the one reported.</summary>
internal sealed class ParallelRunBrokenException() : Exception("Another part of this parallel run has failed.");
