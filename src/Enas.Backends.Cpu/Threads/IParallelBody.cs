namespace Enas.Backends.Cpu.Threads;

/// <summary>Work in numbered parts, as a value: see <see cref="WorkerPool.Run{TBody}(int, ref TBody)"/>.</summary>
internal interface IParallelBody
{
    /// <summary>Does one part. Parts run at the same time.</summary>
    void Run(int part);
}
