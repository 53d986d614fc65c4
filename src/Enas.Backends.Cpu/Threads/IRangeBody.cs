namespace Enas.Backends.Cpu.Threads;

/// <summary>Work on a range of rows or columns, as a value so that running it allocates nothing.</summary>
internal interface IRangeBody
{
    /// <summary>Does what belongs to <paramref name="start"/> .. <paramref name="end"/>-1.</summary>
    void Run(int start, int end);
}
