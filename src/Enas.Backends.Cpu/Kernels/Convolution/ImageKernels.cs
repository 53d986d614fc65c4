using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>The kernels for images of one backend, and the room they share. One call at a time.</summary>
internal sealed class ImageKernels : IDisposable
{
    private readonly ImageWorkspace _workspace;

    /// <summary>Kernels on the threads of <paramref name="pool"/> with the tiles of <paramref name="path"/>.</summary>
    public ImageKernels(WorkerPool pool, InstructionPath path)
    {
        _workspace = new ImageWorkspace(pool.ThreadCount);
        Convolutions = new Convolutions(pool, path, _workspace);
        BatchNorm = new BatchNormImages(pool, _workspace);
        Pooling = new PoolingPlanes(pool, _workspace);
        Means = new PlaneMeans(pool);
    }

    /// <summary>Bytes of room held.</summary>
    public long HeldBytes => _workspace.Bytes;

    /// <summary>Convolutions.</summary>
    public Convolutions Convolutions { get; }

    /// <summary>Batch norm.</summary>
    public BatchNormImages BatchNorm { get; }

    /// <summary>Pooling with a window.</summary>
    public PoolingPlanes Pooling { get; }

    /// <summary>Global average pooling.</summary>
    public PlaneMeans Means { get; }

    /// <inheritdoc />
    public void Dispose() => _workspace.Dispose();
}
