namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// A cell's nodes on a grid. Every node reads one other, so the graph is a tree: a node without readers gets a column of its own, a node
/// with readers stands over their middle. A node that is averaged gets a free column for its way to the mean, so no arrow crosses a box.
/// </summary>
internal sealed class CellLayout
{
    private readonly CellPicture _picture;
    private readonly double[] _columns;
    private readonly double[] _lanes;
    private readonly int[] _layers;
    private int _next;

    /// <summary>Lays a cell out.</summary>
    public CellLayout(CellPicture picture)
    {
        _picture = picture;
        _columns = new double[picture.Cell.NodeCount];
        _lanes = new double[picture.Cell.NodeCount];
        _layers = new int[picture.Cell.NodeCount];
        Place(0, 0);
    }

    /// <summary>Columns used.</summary>
    public int ColumnCount => _next;

    /// <summary>Layers used, node 0's is layer 0.</summary>
    public int LayerCount => _layers.Max() + 1;

    /// <summary>The column that a node stands in, possibly between two.</summary>
    public double Column(int node) => _columns[node];

    /// <summary>The column in which a node's value goes to the mean.</summary>
    public double Lane(int node) => _lanes[node];

    /// <summary>The number of nodes between a node and node 0.</summary>
    public int Layer(int node) => _layers[node];

    private void Place(int node, int layer)
    {
        _layers[node] = layer;
        var readers = _picture.Readers(node);
        var first = _next;
        foreach (var reader in readers)
        {
            Place(reader, layer + 1);
        }

        if (readers.Count == 0 || _picture.IsOutput(node))
        {
            _lanes[node] = _next++;
        }

        _columns[node] = readers.Count == 0 ? _lanes[node] : (first + _next - 1) / 2.0;
    }
}
