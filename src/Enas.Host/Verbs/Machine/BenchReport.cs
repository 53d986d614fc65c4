namespace Enas.Host.Verbs.Machine;

/// <summary>What the machine itself can do.</summary>
/// <param name="Instructions">The instruction path that runs.</param>
/// <param name="Threads">Threads that take part.</param>
/// <param name="PeakGflops">Fused multiply-adds in registers on all threads, 10⁹ operations a second, a multiply-add
/// counted as two.</param>
/// <param name="CopyGigabytesPerSecond">Bytes read plus bytes written of a copy out of the caches, 10⁹ a second; the faster
/// of two ways.</param>
internal sealed record BenchMachine(string Instructions, int Threads, double PeakGflops, double CopyGigabytesPerSecond);

/// <summary>One matrix product.</summary>
/// <param name="Name">Its shape in words.</param>
/// <param name="MedianMs">Median of its runs.</param>
/// <param name="Gflops">10⁹ operations a second at the median.</param>
/// <param name="ShareOfPeak">Of the fused multiply-adds that the machine did right before and after, median of the turns.</param>
internal sealed record BenchProduct(string Name, double MedianMs, double Gflops, double ShareOfPeak);

/// <summary>One training step of the recurrent supernet on random cells.</summary>
/// <param name="Name">Its size in words.</param>
/// <param name="MedianMs">Median of its runs.</param>
/// <param name="StepsPerSecond">At the median.</param>
/// <param name="Gflops">Operations of the step's products per second, in 10⁹; everything else is not counted but takes its time.</param>
/// <param name="ShareOfPeak">Of the fused multiply-adds that the machine did right before and after, median of the turns.</param>
/// <param name="BackendBytes">Most that the backend held: weights, gradients, step memory, packing room.</param>
internal sealed record BenchStep(string Name, double MedianMs, double StepsPerSecond, double Gflops, double ShareOfPeak, long BackendBytes);

/// <summary>What the log costs a search.</summary>
/// <param name="Steps">Steps that the search took.</param>
/// <param name="Events">Events that it committed.</param>
/// <param name="Commits">In so many commits.</param>
/// <param name="StepsPerSecond">Steps a second, commits included.</param>
/// <param name="CommitMs">Mean duration of a commit.</param>
/// <param name="Share">Time in commits over time in steps.</param>
internal sealed record BenchLogCost(long Steps, long Events, int Commits, double StepsPerSecond, double CommitMs, double Share);
