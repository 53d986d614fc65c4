using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>What the gradient of an operation on images needs to know; made once and used again in every step.</summary>
internal sealed unsafe class ImageNode
{
    private Action<CpuScope, ImageNode>? _gradient;
    private CpuScope? _scope;

    public ImageNode() => Backward = () => _gradient!(_scope!, this);

    /// <summary>Runs the gradient: what the tape keeps.</summary>
    public Action Backward { get; }

    /// <summary>The operation's result.</summary>
    public CpuTensor Result { get; private set; } = null!;

    /// <summary>The images that went in.</summary>
    public CpuTensor X { get; private set; } = null!;

    /// <summary>A weight, or a norm's scale.</summary>
    public CpuTensor? Weight { get; set; }

    /// <summary>A norm's shift.</summary>
    public CpuTensor? Shift { get; set; }

    /// <summary>Sizes of a convolution.</summary>
    public ConvolutionGeometry Geometry { get; set; }

    /// <summary>The window of a pooling.</summary>
    public PoolingOptions Window { get; set; }

    /// <summary>Statistics of a norm.</summary>
    public float* Mean { get; set; }

    /// <summary>Statistics of a norm.</summary>
    public float* Variance { get; set; }

    /// <summary>ε of a norm.</summary>
    public float Epsilon { get; set; }

    /// <summary>Whether a rectifier is part of the operation.</summary>
    public bool Rectify { get; set; }

    /// <summary>The operation's own switch: largest or mean, statistics given or not.</summary>
    public bool Option { get; set; }

    /// <summary>Whether means count padding.</summary>
    public bool CountPadding { get; set; }

    /// <summary>Makes it the node of one operation; <paramref name="gradient"/> is static, so that nothing is allocated.</summary>
    public void Set(CpuScope scope, CpuTensor result, CpuTensor x, Action<CpuScope, ImageNode> gradient) =>
        (_scope, Result, X, _gradient) = (scope, result, x, gradient);

    /// <summary>Lets go of everything.</summary>
    public void Clear() => (_scope, Result, X, Weight, Shift, _gradient) = (null, null!, null!, null, null, null);
}
