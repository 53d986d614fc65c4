namespace Enas.Pipeline.Tensors;

/// <summary>A dense row-major shape of one to four dimensions.</summary>
public readonly record struct TensorShape
{
    private readonly int _rank;
    private readonly int _d0;
    private readonly int _d1;
    private readonly int _d2;
    private readonly int _d3;

    /// <summary>A shape with the given dimensions, outermost first.</summary>
    public TensorShape(params ReadOnlySpan<int> dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfZero(dimensions.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions.Length, 4);
        foreach (var dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        }

        _rank = dimensions.Length;
        _d0 = dimensions[0];
        _d1 = _rank > 1 ? dimensions[1] : 1;
        _d2 = _rank > 2 ? dimensions[2] : 1;
        _d3 = _rank > 3 ? dimensions[3] : 1;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => _rank;

    /// <summary>Size of one dimension.</summary>
    public int this[int dimension] =>
        dimension switch { 0 => _d0, 1 => _d1, 2 => _d2, 3 => _d3, _ => throw new ArgumentOutOfRangeException(nameof(dimension)) };

    /// <summary>Number of elements.</summary>
    public long ElementCount => (long)_d0 * _d1 * _d2 * _d3;

    /// <summary>Rows of the matrix view: everything but the last dimension.</summary>
    public int Rows => checked((int)(ElementCount / Columns));

    /// <summary>Columns of the matrix view: the last dimension.</summary>
    public int Columns => this[_rank - 1];

    /// <summary>The dimensions as an array.</summary>
    public int[] ToArray() => new[] { _d0, _d1, _d2, _d3 }[.._rank];

    /// <inheritdoc />
    public override string ToString() => "[" + string.Join(", ", ToArray()) + "]";
}
